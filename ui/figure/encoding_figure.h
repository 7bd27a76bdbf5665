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
    QColor colour = {}; // beside other models: of all its curves; invalid: each head has its own
};

// Shapes by distance are curves, the others cells; see core::EncodingShape.
bool isByDistance(core::EncodingShape what);

// A curve for each row: of a bias those of `heads`, by number. Values that stay for several distances (T5's buckets)
// are drawn as steps. Axes, marks and the part in view (biases down to core::kDeepestBias) go with them.
CurvesContent encodingCurves(const core::Matrix<float>& shape, core::EncodingShape what, const std::vector<int>& heads,
                             const EncodingSource& source);
// The curves of several models over one pair of axes; they were made beside each other (EncodingSource::colour).
CurvesContent together(const std::vector<CurvesContent>& models);
// Angles are shown as what is left of them after whole turns, from -π to π.
MatrixContent encodingCells(const core::Matrix<float>& shape, core::EncodingShape what, const EncodingSource& source);

} // namespace ui
