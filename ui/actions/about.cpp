// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"

#include <QApplication>
#include <QMessageBox>

namespace ui {

Action about()
{
    return {.id = "about",
            .text = Actions::tr("&About ALiBi Lab"),
            .menu = Menu::Help,
            .run = [](const ActionContext& context) {
                QMessageBox::about(
                    &context.window.dialogParent(), Actions::tr("About ALiBi Lab"),
                    Actions::tr("<h3>ALiBi Lab %1</h3><p>Runs small, really trained language models and shows what "
                                "position encodings do. Every number on screen is computed by these models "
                                "now.</p><p>After “Train Short, Test Long”, Press, Smith and Lewis, ICLR "
                                "2022.</p><p>GPL-3.0-or-later.</p>")
                        .arg(QApplication::applicationVersion()));
            }};
}

} // namespace ui
