// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/library/what_is.h"

#include <QFileDialog>

namespace ui {

Action openSession()
{
    return {.id = "open-session",
            .text = Actions::tr("Open s&ession …"),
            .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)},
            .run =
                [](const ActionContext& context) {
                    const QString path = QFileDialog::getOpenFileName(
                        &context.window.dialogParent(), Actions::tr("Open a session"), QString(),
                        Actions::tr("Sessions, and figures that carry theirs (*.alibilab *.json *.png *.pdf *.svg)"));
                    if (path.isEmpty())
                        return;
                    const WhatIs found = whatIs(path);
                    if (found.kind == WhatIs::Kind::Session)
                        context.window.openPath(path);
                    else
                        context.window.showError(
                            found.sentence.isEmpty()
                                ? Actions::tr("%1 is no session of this program; nothing was opened.").arg(path)
                                : found.sentence);
                },
            .startsGroup = true};
}

} // namespace ui
