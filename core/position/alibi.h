// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace core {

// The official slopes (attention_with_linear_biases, get_slopes): for 2^k heads the geometric series starting at and
// with ratio 2^(-8/heads); otherwise those of the next lower power of two followed by every second one of the next
// higher. Head order is the model's: not sorted unless `heads` is a power of two. heads >= 1, else
// std::invalid_argument.
std::vector<double> officialSlopes(int heads);

} // namespace core
