// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/continuation.h"
#include "ui/view_models/comparison.h"
#include "ui/view_models/token_shades.h"

namespace ui {

// The surprise of what was written, none for the prompt: the judge's or, where there is no judge's, its own model's.
TokenNumbers continuedNumbers(const ContinuedText& text);

// "for ALiBi-64: perplexity 97.8 past the training length, 13.1 before · of the last 64 tokens 41 differ"; `column` is
// the one that writes, `judge` the label of who is surprised.
QString continuedSummary(const ContinuedText& text, const ColumnState& column, const QString& judge);

// "70 “·sea” · id 517", how likely it was for its own model and the judge, and what else it could have been.
QString continuedDescription(const ContinuedText& text, const ColumnState& column, const QString& judge, int token);

// "query 70 “·sea” looks at key 3 “·the”" and the weight.
QString continuedCell(const ContinuedText& text, const ColumnState& column, int query, int key);

} // namespace ui
