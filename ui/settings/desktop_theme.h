// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include <vector>

namespace ui {

// Whether the desktop is dark. Qt 6.4 does not ask GNOME and others, so this does: their settings portal, or else
// GNOME's own setting, by the programs that come with them. Nothing here waits for an answer; without one it stays
// unknown.
class DesktopTheme : public QObject
{
    Q_OBJECT

public:
    // questions: programs with their arguments, asked in this order until one answers.
    explicit DesktopTheme(std::vector<QStringList> questions = usualQuestions(), QObject* parent = nullptr);

    ~DesktopTheme() override;

    static std::vector<QStringList> usualQuestions();

    bool isKnown() const { return m_known; }
    bool isDark() const { return m_dark; }

    // Again, because it may have changed; nothing while an answer is on its way.
    void ask();

signals:
    void changed();

private:
    void askFrom(std::size_t question);
    void take(bool dark);

    std::vector<QStringList> m_questions;
    bool m_asking = false;
    bool m_known = false;
    bool m_dark = false;
};

} // namespace ui
