// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;

namespace ui {

// Lines that say what went wrong, in red until it is closed, and quietly what was done, for a while.
class MessageBar : public QWidget
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);

    void showError(const QString& sentence);
    void hideError();
    void say(const QString& sentence);
    QString notice() const; // empty: none is shown

private:
    QWidget* addLine(const QString& name, QLabel*& text);

    QWidget* m_errorLine;
    QWidget* m_noticeLine;
    QLabel* m_error;
    QLabel* m_notice;
    QTimer m_while;
};

} // namespace ui
