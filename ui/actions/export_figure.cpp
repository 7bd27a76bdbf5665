// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/session/session.h"

namespace ui {

Action exportFigure()
{
    return {.id = "export-figure",
            .text = Actions::tr("Export &figures …"),
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F)},
            .run = [](const ActionContext& context) { context.window.exportFigure("map"); },
            .canRun =
                [](const ActionContext& context) {
                    return context.session.text() != nullptr && !context.session.setup().columns.empty();
                },
            .startsGroup = true};
}

} // namespace ui
