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
        Qt::Key key;
    } stages[]{{core::Stage::Content, Actions::tr("Stage: &content (q·k/√d)"), Qt::Key_1},
               {core::Stage::Bias, Actions::tr("Stage: b&ias"), Qt::Key_2},
               {core::Stage::Score, Actions::tr("Stage: sco&re (content + bias)"), Qt::Key_3},
               {core::Stage::Weights, Actions::tr("Stage: &weights (softmax)"), Qt::Key_4},
               {core::Stage::Position, Actions::tr("Stage: p&osition part of the score"), Qt::Key_6}};
    std::vector<Action> actions;
    for (const auto& [stage, text, key] : stages)
        actions.push_back(
            {.id = "stage-" + std::string(core::idOf(stage)),
             .text = text,
             .menu = Menu::View,
             .shortcuts = {QKeySequence(Qt::ALT | key)},
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
