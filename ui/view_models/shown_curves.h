// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/curves_figure.h"
#include "ui/view_models/comparison.h"

namespace ui {

// Curves of all columns with what stands at their axes; what part of them is in view is for whoever shows them.
CurvesContent perplexityContent(const Comparison& comparison); // of the whole text by length
CurvesContent lossContent(const Comparison& comparison);       // of what is read by position

} // namespace ui
