// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/application.h"

#include "core/base/parallel.h"

namespace ui {

bool Application::notify(QObject* receiver, QEvent* event)
{
    const core::Foreground foreground;
    return QApplication::notify(receiver, event);
}

} // namespace ui
