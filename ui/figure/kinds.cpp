// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/kinds.h"

#include <QtGlobal>

#include <array>

namespace ui {

#define FIGURE_KIND(id, example, label, about) std::unique_ptr<Figure> example(const FigureStyle&, QSize);
#include "ui/figure/kinds.def"
#undef FIGURE_KIND

std::span<const FigureKind> figureKinds()
{
#define FIGURE_KIND(id, example, label, about) FigureKind{#id, label, about, &example},
    static constexpr std::array kinds{
#include "ui/figure/kinds.def"
    };
#undef FIGURE_KIND
    return kinds;
}

} // namespace ui
