// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"

#include <QFileDialog>

namespace ui {

Action openSession()
{
    return {.id = "open-session",
            .text = Actions::tr("Open s&ession …"),
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)},
            .run =
                [](const ActionContext& context) {
                    const QString path =
                        QFileDialog::getOpenFileName(&context.window.dialogParent(), Actions::tr("Open a session"),
                                                     QString(), Actions::tr("Sessions (*.alibilab *.json)"));
                    if (!path.isEmpty())
                        context.window.openPath(path);
                },
            .startsGroup = true};
}

} // namespace ui
