// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/scatter_figure.h"
#include "ui/view_models/head_rows.h"

#include <QStringList>

namespace ui {

// Heads as points over two of their measures, in the order of the rows; `colour` null: none. Says how many
// have no place there.
ScatterContent headScatter(const QVector<HeadRow>& rows, const HeadMeasure& x, const HeadMeasure& y,
                           const HeadMeasure* colour);
// Of each head which it is, then all its numbers, in lines.
QStringList headTexts(const QVector<HeadRow>& rows);

} // namespace ui
