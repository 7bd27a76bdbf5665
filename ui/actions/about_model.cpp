// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/panels/about_model_dialog.h"
#include "ui/view_models/comparison.h"

namespace ui {

Action aboutModel()
{
    return {.id = "about-model",
            .text = Actions::tr("A&bout this model …"),
            .menu = Menu::Model,
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M)},
            .run =
                [](const ActionContext& context) {
                    const std::size_t column = context.session.chosenColumn();
                    AboutModelDialog dialog(context.comparison.column(column).label,
                                            context.session.setup().columns[column].model,
                                            context.session.checkpoint(column), &context.window.dialogParent());
                    dialog.exec();
                },
            .canRun =
                [](const ActionContext& context) {
                    const std::size_t column = context.session.chosenColumn();
                    return column < context.comparison.columns() && context.session.checkpoint(column) != nullptr;
                }};
}

} // namespace ui
