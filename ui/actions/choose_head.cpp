// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/session/column_edits.h"

namespace ui {
namespace {

Action headStep(const char* id, const QString& text, Qt::Key key, int layers, int heads)
{
    return {.id = id,
            .text = text,
            .menu = Menu::View,
            .shortcuts = {QKeySequence(key)},
            .run = [=](const ActionContext& context) { moveHead(context.session, layers, heads); }};
}

} // namespace

std::vector<Action> chooseHead()
{
    std::vector<Action> steps{headStep("previous-head", Actions::tr("&Previous head"), Qt::Key_Left, 0, -1),
                              headStep("next-head", Actions::tr("&Next head"), Qt::Key_Right, 0, 1),
                              headStep("previous-layer", Actions::tr("Layer &before"), Qt::Key_Up, -1, 0),
                              headStep("next-layer", Actions::tr("Layer a&fter"), Qt::Key_Down, 1, 0)};
    steps.front().startsGroup = true;
    return steps;
}

} // namespace ui
