// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/session/session.h"

namespace ui {

Action undo()
{
    return {.id = "undo",
            .text = Actions::tr("&Undo"),
            .menu = Menu::Edit,
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Z)},
            .run = [](const ActionContext& context) { context.session.undoStack().undo(); },
            .canRun = [](const ActionContext& context) { return context.session.undoStack().canUndo(); },
            .label =
                [](const ActionContext& context) {
                    return Actions::tr("&Undo %1").arg(context.session.undoStack().undoText()).trimmed();
                }};
}

Action redo()
{
    return {.id = "redo",
            .text = Actions::tr("&Redo"),
            .menu = Menu::Edit,
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)},
            .run = [](const ActionContext& context) { context.session.undoStack().redo(); },
            .canRun = [](const ActionContext& context) { return context.session.undoStack().canRedo(); },
            .label =
                [](const ActionContext& context) {
                    return Actions::tr("&Redo %1").arg(context.session.undoStack().redoText()).trimmed();
                }};
}

} // namespace ui
