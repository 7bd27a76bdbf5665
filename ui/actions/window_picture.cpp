// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/controls/save_path.h"
#include "ui/figure/writers.h"
#include "ui/language/words.h"
#include "ui/view_models/session_figures.h"

#include <QApplication>
#include <QClipboard>
#include <QWidget>

namespace ui {
namespace {

void saveWindowPicture(const ActionContext& context)
{
    try {
        const auto path = askSavePath(&context.window.dialogParent(), Actions::tr("Save the window"),
                                      QStringLiteral("alibi-lab"), pictureKinds(true));
        if (!path)
            return;
        savePicture(context.window.dialogParent().grab().toImage(), *path,
                    recordOf(context.session, context.comparison, context.session.setup().view, *path));
        context.window.say(Actions::tr("The window was saved as %1.").arg(*path), *path);
    } catch (const core::Error& problem) {
        context.window.showError(sentenceOf(problem));
    }
}

} // namespace

Action saveWindow()
{
    return {.id = "save-window",
            .text = Actions::tr("Save the &window as a picture …"),
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)},
            .run = saveWindowPicture};
}

Action copyWindow()
{
    return {.id = "copy-window",
            .text = Actions::tr("&Copy the window as a picture"),
            .menu = Menu::Edit,
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_C)},
            .run =
                [](const ActionContext& context) {
                    QApplication::clipboard()->setPixmap(context.window.dialogParent().grab());
                    context.window.say(Actions::tr("A picture of the window was copied."));
                },
            .startsGroup = true};
}

} // namespace ui
