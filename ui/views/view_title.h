// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace ui {

class TextLine;

// The line above a view: its name, and buttons that let it fill the window and hide it. A double click fills as well.
// What it does not use (a drag) goes on to the dock around it.
class ViewTitle : public QWidget
{
    Q_OBJECT

public:
    // exports: what it shows can be exported as a figure.
    ViewTitle(const QString& title, bool exports, QWidget* parent = nullptr);

    void setFilling(bool filling); // what the first button does then

signals:
    void fillRequested();
    void copyPictureRequested();
    void copyNumbersRequested();
    void exportRequested();
    void hideRequested();

protected:
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    QToolButton* m_fill;
};

} // namespace ui
