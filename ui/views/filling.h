// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QVector>
#include <QWidget>

class QMainWindow;

namespace ui {

// Lets one part of the window have all its room: everything beside it is hidden, and comes back as it was. The lines
// above the columns stay, so that what the part shows can still be steered.
class Filling : public QObject
{
    Q_OBJECT

public:
    // area: what the docks surround.
    Filling(QMainWindow& window, QWidget& area);

    QWidget* part() const { return m_part; }
    void fill(QWidget* part); // null: brings everything back

signals:
    void changed(QWidget* part);

private:
    void hideBeside(QWidget* part);

    QMainWindow& m_window;
    QWidget& m_area;
    QPointer<QWidget> m_part;
    QVector<QPointer<QWidget>> m_hidden;
    QByteArray m_before; // sizes of the docks
};

} // namespace ui
