// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/display.h"

#include "app/messages.h"
#include "core/base/error.h"

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>
#include <QtGlobal>

#include <unistd.h>

#include <string>
#include <vector>

namespace app {
namespace {

bool g_screenshotOnly = false;
QtMessageHandler g_before = nullptr;

// The same program again, with the platform that needs no display; returns only when that is impossible.
void startAgainOffscreen()
{
    if (qgetenv("QT_QPA_PLATFORM") == "offscreen")
        return;
    QFile file(QStringLiteral("/proc/self/cmdline"));
    if (!file.open(QIODevice::ReadOnly))
        return;
    QByteArray words = file.readAll();
    std::vector<char*> arguments;
    for (char* at = words.data(); at < words.data() + words.size(); at += qstrlen(at) + 1)
        arguments.push_back(at);
    arguments.push_back(nullptr);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    ::execv("/proc/self/exe", arguments.data());
}

void onMessage(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    if (type != QtFatalMsg)
        return; // Qt's own words about plugins and sockets
    if (g_screenshotOnly)
        startAgainOffscreen();
    const QString why = message.section(QLatin1Char('\n'), 0, 0).section(QLatin1Char('.'), 0, 0);
    const core::Sentence sentence =
        core::sentence("The window could not be opened, since the display cannot be reached ({}). --screenshot F.png "
                       "and the commands, see --help, need none.",
                       why.toStdString());
    say("alibi-lab: " + sentence.translated());
    ::_exit(1); // what Qt has begun cannot be ended in order
}

} // namespace

DisplayWatch::DisplayWatch(bool screenshotOnly)
{
#if defined(Q_OS_LINUX)
    bool named = false;
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        named = named || !qEnvironmentVariableIsEmpty(name);
    if (!named && !screenshotOnly)
        throw core::error("There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). "
                          "--screenshot F.png and the commands, see --help, need none.");
    if (!named)
        qputenv("QT_QPA_PLATFORM", "offscreen");
#endif
    g_screenshotOnly = screenshotOnly;
    g_before = qInstallMessageHandler(onMessage);
}

DisplayWatch::~DisplayWatch() { qInstallMessageHandler(g_before); }

} // namespace app
