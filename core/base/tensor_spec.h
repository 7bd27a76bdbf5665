// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <string>
#include <vector>

namespace core {

// What a learned tensor is called in files, its shape (one or two dimensions) and how training treats it.
struct TensorSpec
{
    std::string name;
    std::vector<Index> shape;
    double initialDeviation = 0.0; // of the normal distribution it starts from; 0: starts at initialValue
    double initialValue = 0.0;
    bool decays = false;                    // weight decay acts on matrices only
    double initialSpread = 0.0;             // > 0: starts uniform in initialValue ± initialSpread instead
    std::vector<double> initialValues = {}; // one per element: starts there instead

    Index rows() const { return shape.size() == 2 ? shape[0] : 1; }
    Index cols() const { return shape.back(); }
    Index size() const { return rows() * cols(); }
};

} // namespace core
