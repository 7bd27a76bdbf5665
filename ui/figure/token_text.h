// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

// A token as one visible line, whatever bytes it was made of: line breaks and tabs as symbols, other controls as "·",
// overlong text cut. Never empty.
QString oneLine(const QString& token);

} // namespace ui
