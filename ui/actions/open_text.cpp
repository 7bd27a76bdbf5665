// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/panels/text_panel.h"

namespace ui {

Action openText()
{
    return {.id = "open-text",
            .text = Actions::tr("&Open text …"),
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_O)},
            .run = [](const ActionContext& context) { context.window.text().chooseFile(); }};
}

Action typeText()
{
    return {.id = "type-text",
            .text = Actions::tr("&Type or paste text …"),
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_T)},
            .run = [](const ActionContext& context) { context.window.text().typeText(); }};
}

} // namespace ui
