// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>

namespace ui {

// Writes a PNG file, whole or not at all. Throws core::Error.
void writePng(const QString& path, const QPixmap& picture);

} // namespace ui
