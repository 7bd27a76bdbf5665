// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

namespace ui {

// The part of an axis to show for values in [lower, upper]: the values with `share` of room on either side, and never
// empty, not even for one value. lower > upper means that there are none.
std::pair<double, double> roomyView(double lower, double upper, bool logarithmic, double share);

// A moved or zoomed view put back inside `full`: moved there, and made smaller only when it is larger.
std::pair<double, double> boundedView(const std::pair<double, double>& view, const std::pair<double, double>& full,
                                      bool logarithmic);

// Whether a zoomed or moved view can still be drawn and labelled. With `whole` the axis counts tokens: nothing is to be
// seen between two of them.
bool isSaneView(const std::pair<double, double>& view, bool logarithmic, bool whole);

} // namespace ui
