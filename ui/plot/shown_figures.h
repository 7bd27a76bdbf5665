// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/style.h"

#include <memory>
#include <vector>

class QWidget;

namespace ui {

// What the plots, bars and tables on a page show, from top to bottom, as figures of one width: not the widgets as they
// are on screen, cut and scrolled and in its colours. Those that the page hides are left out.
std::vector<std::shared_ptr<const Figure>> shownFigures(const QWidget& page, const FigureStyle& style);

} // namespace ui
