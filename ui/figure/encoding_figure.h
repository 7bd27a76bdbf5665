// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/encoding_shape.h"
#include "ui/figure/curves_figure.h"
#include "ui/figure/matrix_figure.h"

#include <vector>

namespace ui {

// Whose encoding is drawn.
struct EncodingSource
{
    QString model;    // as it is called
    QString encoding; // as in encodings.def
    bool turns = false;
    int heads = 0;
    int trainingLength = 0;
};

// Shapes by distance are curves, the others cells; see core::EncodingShape.
bool isByDistance(core::EncodingShape what);

// A curve for each row: of a bias those of `heads`, by number. Axes and marks go with them.
CurvesContent encodingCurves(const core::Matrix<float>& shape, core::EncodingShape what, const std::vector<int>& heads,
                             const EncodingSource& source);
// Angles are shown as what is left of them after whole turns, from -π to π.
MatrixContent encodingCells(const core::Matrix<float>& shape, core::EncodingShape what, const EncodingSource& source);

} // namespace ui
