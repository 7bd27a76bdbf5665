// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/controls/save_path.h"
#include "ui/language/words.h"
#include "ui/library/library.h"
#include "ui/session/session.h"

#include <algorithm>

namespace ui {
namespace {

bool holdsLiveWeights(const core::Setup& setup)
{
    return std::any_of(setup.columns.begin(), setup.columns.end(),
                       [](const core::Column& column) { return column.model.starts_with(kLive); });
}

void writeSession(const ActionContext& context, const QString& path)
{
    if (context.window.saveSession(path))
        context.window.say(Actions::tr("The session was saved as %1.").arg(path), path);
}

bool canBeSaved(const ActionContext& context)
{
    if (!holdsLiveWeights(context.session.setup()))
        return true;
    context.window.showError(
        Actions::tr("A column shows weights that no file holds, so a session with it could not be opened again. "
                    "Save the run in the Train panel and open that folder in the column first."));
    return false;
}

void saveAs(const ActionContext& context)
{
    if (!canBeSaved(context))
        return;
    try {
        const QString file = context.window.sessionFile();
        const auto path = askSavePath(&context.window.dialogParent(), Actions::tr("Save the session"),
                                      file.isEmpty() ? QStringLiteral("session") : file,
                                      {{QStringLiteral("alibilab"), Actions::tr("Session")}});
        if (path)
            writeSession(context, *path);
    } catch (const core::Error& problem) {
        context.window.showError(sentenceOf(problem));
    }
}

void save(const ActionContext& context)
{
    const QString file = context.window.sessionFile();
    if (file.isEmpty())
        saveAs(context);
    else if (canBeSaved(context))
        writeSession(context, file);
}

} // namespace

Action saveSession()
{
    return {.id = "save-session",
            .text = Actions::tr("&Save session"),
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_S)},
            .run = save};
}

Action saveSessionAs() { return {.id = "save-session-as", .text = Actions::tr("Save session &as …"), .run = saveAs}; }

} // namespace ui
