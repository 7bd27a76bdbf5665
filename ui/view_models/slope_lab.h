// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/position/slope_rules.h"
#include "ui/figure/curve.h"
#include "ui/figure/slopes_figure.h"

#include <QString>
#include <QStringList>
#include <QVector>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace core {
struct Checkpoint;
struct Column;
} // namespace core

// What the slope laboratory shows, as values; it needs no model.
namespace ui {

inline constexpr int kMostLabHeads = 128;

// A list of slopes and what it is called.
struct NamedSlopes
{
    QString label;
    QString about;
    std::vector<double> slopes;
    core::SlopeGrowth growth = core::SlopeGrowth::Linear;
};
// What a rule gives so many heads.
NamedSlopes slopesOfRule(const core::SlopeRule& rule, int heads, std::uint64_t seed);

// Lets a column's model, which has as many heads, run with them and their growth.
void giveSlopes(core::Column& column, const core::Checkpoint& checkpoint, const NamedSlopes& slopes);

// For a number of heads that is no power of two the official rule's two lists stand above, the places it takes marked;
// then each of `lists`.
SlopesContent labLists(int heads, const std::vector<NamedSlopes>& lists);

// Every head's bias by distance, from the query's own token to `farthest`.
QVector<Curve> labBiases(const NamedSlopes& slopes, int farthest, bool logarithmic);

// Rows of texts, and which cells are marked.
struct LabTable
{
    QStringList header;
    QStringList abouts; // of the columns
    QVector<QStringList> rows;
    QStringList rowAbouts; // may be empty
    QVector<std::pair<int, int>> marked;
};
// A row per head: slope, where the official rule takes it from, and how many of the nearest tokens hold half, 90 % and
// 99 % of the attention the bias alone leaves, of `keys` tokens or without an end. Marked are those past the training
// length (0: none is known).
LabTable labHeads(const NamedSlopes& slopes, std::optional<int> keys, int trainingLength);
// Every rule, other programs' included, against the official one for so many heads.
LabTable labRules(int heads, std::uint64_t seed);

} // namespace ui
