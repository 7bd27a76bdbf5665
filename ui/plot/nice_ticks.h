// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>

namespace ui {

// Ticks inside [lower, upper], rising, about `atMost` of them (at least 2) and never more. They are multiples of 1, 2
// or 5 times a power of ten; with `whole` never closer than 1.
QVector<double> linearTicks(double lower, double upper, int atMost, bool whole);

// Powers of two, every k-th if there are too many; whole linear ticks where less than two octaves are in view.
QVector<double> octaveTicks(double lower, double upper, int atMost);

// 1, 2, 5, 10, … or powers of ten, whichever fits; linear ticks where fewer than three of the former are in view.
QVector<double> decadeTicks(double lower, double upper, int atMost);

} // namespace ui
