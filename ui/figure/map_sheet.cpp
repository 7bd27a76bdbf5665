// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/map_sheet.h"

namespace ui {

Sheet mapSheet(const MapContent& content, QSize size, const MapSource& source, const FigureStyle& style)
{
    return Sheet({source.model,
                  {std::make_shared<MapFigure>(content, size, style)},
                  mapCaption(source, *content.map, content.scale)},
                 style);
}

} // namespace ui
