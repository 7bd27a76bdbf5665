// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/controls/length_slider.h"

namespace ui {

Action sweep()
{
    return {.id = "sweep",
            .text = Actions::tr("&Sweep through the lengths"),
            .menu = Menu::View,
            .shortcuts = {QKeySequence(Qt::Key_Space), QKeySequence(Qt::Key_F5)},
            .run =
                [](const ActionContext& context) {
                    context.window.length().setSweeping(!context.window.length().isSweeping());
                },
            .isOn = [](const ActionContext& context) { return context.window.length().isSweeping(); }};
}

Action longer()
{
    return {.id = "longer",
            .text = Actions::tr("&Longer"),
            .menu = Menu::View,
            .shortcuts = {QKeySequence(Qt::Key_PageUp)},
            .run = [](const ActionContext& context) { context.window.length().turnPage(true); }};
}

Action shorter()
{
    return {.id = "shorter",
            .text = Actions::tr("Sh&orter"),
            .menu = Menu::View,
            .shortcuts = {QKeySequence(Qt::Key_PageDown)},
            .run = [](const ActionContext& context) { context.window.length().turnPage(false); }};
}

} // namespace ui
