// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"

namespace ui {

Action findAction()
{
    return {.id = "find-action",
            .text = Actions::tr("&Find an action …"),
            .menu = Menu::Edit,
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_K)},
            .run = [](const ActionContext& context) { context.window.findAction(); },
            .startsGroup = true};
}

} // namespace ui
