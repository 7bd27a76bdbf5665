// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace ui {

// Lets Tab walk through the parts one after the other, and inside each in the order it has there. Parts that are null
// or have nothing to stop at are left out.
void setTabOrder(const QList<QWidget*>& parts);

} // namespace ui
