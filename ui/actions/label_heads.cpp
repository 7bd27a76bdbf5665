// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/settings/preferences.h"

namespace ui {

Action labelHeads()
{
    const auto isOn = [](const ActionContext& context) { return context.window.preferences().labelsHeads(); };
    return {
        .id = "label-heads",
        .text = Actions::tr("&Label heads by what they do"),
        .menu = Menu::View,
        .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H)},
        .run = [isOn](const ActionContext& context) { context.window.preferences().setLabelsHeads(!isOn(context)); },
        .isOn = isOn};
}

} // namespace ui
