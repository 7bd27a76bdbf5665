// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/view_models/heads_off.h"

namespace ui {
namespace {

// The head that the chosen column shows.
core::HeadPlace shownHead(const Session& session)
{
    const core::MapView view = session.shownView(session.chosenColumn());
    return {view.layer, view.head};
}

bool isOff(const ActionContext& context)
{
    return isHeadOff(context.session, context.session.chosenColumn(), shownHead(context.session));
}

} // namespace

Action headOff()
{
    return {.id = "switch-head-off",
            .text = Actions::tr("Switch the &head off"),
            .menu = Menu::View,
            .shortcuts = {QKeySequence(Qt::Key_O)},
            .run =
                [](const ActionContext& context) {
                    Session& session = context.session;
                    switchHead(session, session.chosenColumn(), shownHead(session), isOff(context));
                },
            .canRun =
                [](const ActionContext& context) {
                    return context.session.checkpoint(context.session.chosenColumn()) != nullptr;
                },
            .isOn = isOff};
}

} // namespace ui
