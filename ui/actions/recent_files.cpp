// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/settings/preferences.h"

#include <QDir>
#include <QFileInfo>

namespace ui {
namespace {

// "&1 session.alibilab (~/work)"
QString entryText(int place, const QString& path)
{
    const QFileInfo file(path);
    QString folder = file.absolutePath();
    if (folder.startsWith(QDir::homePath()))
        folder.replace(0, QDir::homePath().size(), QStringLiteral("~"));
    QString name = file.fileName();
    name.replace(QLatin1Char('&'), QStringLiteral("&&"));
    return Actions::tr("&%1 %2 (%3)", "place, name, folder").arg(place + 1).arg(name, folder);
}

} // namespace

std::vector<Action> recentFiles()
{
    std::vector<Action> actions;
    for (int place = 0; place < kMostRecent; ++place)
        actions.push_back({.id = "recent-" + std::to_string(place + 1),
                           .text = Actions::tr("Open recent file %1").arg(place + 1),
                           .run =
                               [place](const ActionContext& context) {
                                   context.window.openPath(context.window.preferences().recentFiles().at(place));
                               },
                           .canRun =
                               [place](const ActionContext& context) {
                                   return place < context.window.preferences().recentFiles().size();
                               },
                           .label =
                               [place](const ActionContext& context) {
                                   const QStringList files = context.window.preferences().recentFiles();
                                   return place < files.size() ? entryText(place, files[place]) : QString();
                               },
                           .submenu = [](const ActionContext&) { return Actions::tr("Open &recent"); },
                           .hidesWhenUnable = true});
    return actions;
}

} // namespace ui
