// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;

namespace ui {

// Lines that say what went wrong, in red until it is closed, and quietly what was done, for a while. They lie over the
// bottom of their parent: nothing moves for them, least of all maps.
class MessageBar : public QWidget
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget* over);

    void showError(const QString& sentence);
    void hideError();
    // file: one that was written, with links to it; empty: none was.
    void say(const QString& sentence, const QString& file = {});
    QString notice() const; // empty: none is shown

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showLine(QWidget* line, bool shown);
    void place();
    QWidget* addLine(const QString& name, QLabel*& text);

    QWidget* m_errorLine;
    QWidget* m_noticeLine;
    QLabel* m_error;
    QLabel* m_notice;
    QString m_said; // that shows
    QTimer m_while;
};

} // namespace ui
