// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/value_range.h"
#include "ui/view_models/selection.h"

#include <QColor>
#include <QString>
#include <QVector>

namespace ui {

inline constexpr int kCandidates = 5; // that are named where a token was expected
// nats: scales of losses end here, whatever the text, so that texts can be compared
inline constexpr double kDarkLoss = 8.0;

// What tokens of the running text are shaded by.
enum class Shade { Loss, LossDifference, AttentionFrom, AttentionReceived };

// A number per token of a column's text as far as it is read; NaN: none.
struct TokenNumbers
{
    QVector<double> values;
    core::ValueRange range; // of the colours
    bool diverging = false; // about 0; else from nothing to a lot
    QString what;           // of the legend: "loss (nats)"
    bool isEmpty() const { return values.isEmpty(); }
};

// Loss: of predicting that token, so the first has none. LossDifference: minus that of the next column, which must have
// the same tokens. AttentionFrom: the weights of the selection's query.
TokenNumbers tokenLosses(const Comparison& comparison, std::size_t column);
TokenNumbers tokenLossDifferences(const Session& session, const Comparison& comparison, std::size_t column);
TokenNumbers tokenAttention(const Session& session, const Comparison& comparison, const Selection& selection,
                            std::size_t column);
// The mean weight a token gets from those that see it; of a map of one row (Reduction::Mean).
TokenNumbers tokenAttentionReceived(const core::ReducedMap& map);

// The colours of the legend: from the page's own ground, which says "nothing", to `colour`; differences in blue and red
// about the ground. And what each token stands on; an invalid colour: nothing.
QVector<QColor> shadeColours(const TokenNumbers& numbers, const QColor& base, const QColor& colour);
QVector<QColor> tokenGrounds(const TokenNumbers& numbers, const QVector<QColor>& shades);

// Which tokens of a column's text end a line. It must have been read.
QVector<bool> lineEnds(const ColumnState& column);

// "42 “·sea” · id 517 · bytes 20 73 65 61", its loss in every column, and what the column expected in its place.
QString tokenDescription(const Comparison& comparison, std::size_t column, int token);

} // namespace ui
