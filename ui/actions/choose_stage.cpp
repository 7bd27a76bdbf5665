// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/session/column_edits.h"
#include "ui/session/session.h"

namespace ui {

std::vector<Action> chooseStage()
{
    const struct
    {
        core::Stage stage;
        QString text;
    } stages[]{{core::Stage::Content, Actions::tr("Stage: &content (q·k/√d)")},
               {core::Stage::Bias, Actions::tr("Stage: b&ias")},
               {core::Stage::Score, Actions::tr("Stage: sco&re (content + bias)")},
               {core::Stage::Weights, Actions::tr("Stage: &weights (softmax)")}};
    std::vector<Action> actions;
    for (const auto& [stage, text] : stages)
        actions.push_back(
            {.id = "stage-" + std::string(core::idOf(stage)),
             .text = text,
             .menu = Menu::View,
             .shortcuts = {QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(stage)))},
             .run =
                 [stage = stage](const ActionContext& context) {
                     context.session.edit(Actions::tr("choose stage"), [stage](core::Setup& e) {
                         e.view.stage = stage;
                         e.view.limits.reset(); // another stage has other units
                     });
                 },
             .isOn = [stage =
                          stage](const ActionContext& context) { return context.session.setup().view.stage == stage; },
             .startsGroup = actions.empty()});
    return actions;
}

Action difference()
{
    return {.id = "difference",
            .text = Actions::tr("&Difference of the maps"),
            .menu = Menu::View,
            .shortcuts = {QKeySequence(Qt::ALT | Qt::Key_5)},
            .run = [](const ActionContext& context) { toggleDifference(context.session); },
            .canRun = [](const ActionContext& context) { return context.session.setup().columns.size() > 1; },
            .isOn = [](const ActionContext& context) { return context.session.setup().view.difference.has_value(); }};
}

} // namespace ui
