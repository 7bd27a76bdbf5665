// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/map_caption.h"
#include "ui/figure/map_figure.h"
#include "ui/figure/sheet.h"

namespace ui {

// A map as it is saved: the model as title, the map in `size`, below it what it was made of. content.map must be there.
Sheet mapSheet(const MapContent& content, QSize size, const MapSource& source, const FigureStyle& style);

} // namespace ui
