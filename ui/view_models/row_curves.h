// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/curve.h"
#include "ui/view_models/selection.h"

#include <QVector>

#include <optional>

namespace ui {

// The row of the query that people look at, in every column: numbers over the keys it sees. x counts keys or, where the
// columns cut the text differently, bytes of the text.
struct RowCurves
{
    QVector<Curve> content;
    QVector<Curve> bias;
    QVector<Curve> weights; // and dashed what they would be without the bias
    QString keys;           // what the axis of the keys is called, with the query
    double last = 0.0;      // the query's own place
    std::optional<double> key;
    std::optional<double> pinnedKey; // if this row sees it
    bool inBytes = false;
};

// Without curves where nobody looks at a query.
RowCurves rowCurves(const Session& session, const Comparison& comparison, const Selection& selection);

} // namespace ui
