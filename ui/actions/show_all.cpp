// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/panels/columns_view.h"

namespace ui {

Action showAll()
{
    return {.id = "show-all",
            .text = Actions::tr("Show &all of the maps"),
            .menu = Menu::View,
            .shortcuts = {QKeySequence(Qt::Key_Home), QKeySequence(Qt::Key_0)},
            .run = [](const ActionContext& context) { context.window.columns().resetMaps(); }};
}

} // namespace ui
