// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"

#include <QWidget>

namespace ui {

Action quit()
{
    return {.id = "quit",
            .text = Actions::tr("&Quit"),
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Q)},
            .run = [](const ActionContext& context) { context.window.dialogParent().close(); },
            .startsGroup = true};
}

} // namespace ui
