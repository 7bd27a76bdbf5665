// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/views/view.h"

#include <QApplication>
#include <QWidget>

namespace ui {
namespace {

// What the person is at: the view or column around the focus; null: none.
QWidget* partAtFocus(const ActionContext& context)
{
    for (QWidget* part = QApplication::focusWidget(); part != nullptr; part = part->parentWidget())
        if (context.window.canFill(part))
            return part;
    return nullptr;
}

} // namespace

std::vector<Action> showView()
{
    std::vector<Action> actions;
    for (const View& view : allViews()) {
        if (view.place == Place::Window)
            continue;
        actions.push_back(
            {.id = "show-" + view.id,
             .text = view.title,
             .menu = Menu::View,
             .shortcuts = {view.shortcut},
             .run =
                 [id = view.id](const ActionContext& context) {
                     context.window.showView(id, !context.window.isViewInFront(id));
                 },
             .isOn = [id = view.id](const ActionContext& context) { return context.window.isViewShown(id); },
             .startsGroup = actions.empty()});
    }
    return actions;
}

Action fillWindow()
{
    return {.id = "fill-window",
            .text = Actions::tr("Fill the window with the present view"),
            .menu = Menu::View,
            .shortcuts = {QKeySequence(Qt::Key_F9)},
            .run =
                [](const ActionContext& context) {
                    context.window.fillWith(context.window.filling() != nullptr ? nullptr : partAtFocus(context));
                },
            .canRun =
                [](const ActionContext& context) {
                    return context.window.filling() != nullptr || partAtFocus(context) != nullptr;
                },
            .isOn = [](const ActionContext& context) { return context.window.filling() != nullptr; },
            .startsGroup = true};
}

Action fullScreen()
{
    return {.id = "full-screen",
            .text = Actions::tr("F&ull screen"),
            .menu = Menu::View,
            .shortcuts = {QKeySequence(Qt::Key_F11)},
            .run =
                [](const ActionContext& context) {
                    QWidget& window = context.window.dialogParent();
                    window.isFullScreen() ? window.showNormal() : window.showFullScreen();
                },
            .isOn = [](const ActionContext& context) { return context.window.dialogParent().isFullScreen(); }};
}

} // namespace ui
