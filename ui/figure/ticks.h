// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <QStringList>
#include <QVector>

namespace ui {

// Where every axis of the program has its ticks, and what stands beside them. All ticks lie inside [lower, upper] and
// rise; `atMost` (at least 2) is how many labels find room. Two come out wherever two can be told apart: one alone says
// where an axis is, but not how far it goes.

// The smallest of 1, 2, 5, 10, 20, … × 10^k that is not below `least`.
double roundStep(double least);

// Multiples of a round step; with `whole` never closer than 1.
QVector<double> linearTicks(double lower, double upper, int atMost, bool whole);

// Powers of two, every k-th if there are too many; whole linear ticks where less than two octaves are in view.
QVector<double> octaveTicks(double lower, double upper, int atMost);

// Of a logarithmic axis: 1, 2, 5, 10, … or coarser; linear ones, as far as they stand apart, where fewer than three of
// those are in view.
QVector<double> decadeTicks(double lower, double upper, int atMost);

// Every how many of `count` positions one is labelled when at most `most` labels find room.
core::Index positionStep(core::Index count, core::Index most);

// Just enough decimals to tell neighbours apart; on a logarithmic axis each number as short as it can be.
QStringList tickTexts(const QVector<double>& ticks, bool logarithmic);

} // namespace ui
