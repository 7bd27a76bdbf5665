// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/desktop_theme.h"

#include <QProcess>

#include <optional>

namespace ui {
namespace {

constexpr int kEnding = 200; // ms

// "(<<uint32 1>>,)" of the portal: 0 no wish, 1 dark, 2 light; "'prefer-dark'" of GNOME.
std::optional<bool> darkIn(const QByteArray& answer)
{
    if (answer.contains("uint32"))
        return answer.contains("uint32 1");
    if (answer.contains("prefer-") || answer.contains("default"))
        return answer.contains("prefer-dark");
    return std::nullopt;
}

} // namespace

std::vector<QStringList> DesktopTheme::usualQuestions()
{
    return {QStringLiteral("gdbus call --session --timeout 2 --dest org.freedesktop.portal.Desktop --object-path "
                           "/org/freedesktop/portal/desktop --method org.freedesktop.portal.Settings.Read "
                           "org.freedesktop.appearance color-scheme")
                .split(QLatin1Char(' ')),
            QStringLiteral("gsettings get org.gnome.desktop.interface color-scheme").split(QLatin1Char(' '))};
}

DesktopTheme::DesktopTheme(std::vector<QStringList> questions, QObject* parent)
    : QObject(parent)
    , m_questions(std::move(questions))
{
    ask();
}

// Quietly: QProcess would complain of one that is still running.
DesktopTheme::~DesktopTheme()
{
    for (auto* asked : findChildren<QProcess*>()) {
        asked->disconnect(this);
        asked->kill();
        asked->waitForFinished(kEnding);
    }
}

void DesktopTheme::ask()
{
    if (!m_asking)
        askFrom(0);
}

void DesktopTheme::askFrom(std::size_t question)
{
    m_asking = question < m_questions.size();
    if (!m_asking)
        return;
    auto* asked = new QProcess(this);
    const auto next = [this, asked, question] {
        asked->deleteLater();
        askFrom(question + 1);
    };
    connect(asked, &QProcess::finished, this, [this, asked, next](int code) {
        const auto dark = code == 0 ? darkIn(asked->readAllStandardOutput()) : std::nullopt;
        if (!dark)
            return next();
        asked->deleteLater();
        m_asking = false;
        take(*dark);
    });
    connect(asked, &QProcess::errorOccurred, this, [next](QProcess::ProcessError problem) {
        if (problem == QProcess::FailedToStart)
            next();
    });
    const QStringList& words = m_questions[question];
    asked->start(words.front(), words.mid(1));
}

void DesktopTheme::take(bool dark)
{
    if (m_known && dark == m_dark)
        return;
    m_known = true;
    m_dark = dark;
    emit changed();
}

} // namespace ui
