// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/style.h"

#include <memory>
#include <span>

namespace ui {

// A kind of figure. The list is kinds.def; whatever is asked of all of them (every style, every format, nothing outside
// the figure) is tested with the examples.
struct FigureKind
{
    const char* id;
    const char* label; // these two to be translated in the context "ui::figure"
    const char* about;
    // With made-up numbers, in about that room.
    std::unique_ptr<Figure> (*exampleIn)(const FigureStyle& style, QSize room);
    std::unique_ptr<Figure> example(const FigureStyle& style) const { return exampleIn(style, {480, 400}); }
};
std::span<const FigureKind> figureKinds();

} // namespace ui
