// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <vector>

namespace core {

// The slopes in force under the options' "alibi_scaling", which stretches a trained model's reach:
//   {"type": "linear", "factor": s}  position interpolation, s = L'/L: slopes / s (Al-Khateeb et al. 2023, arXiv
//                                    2310.13017)
//   {"type": "ntk", "factor": a}     NTK-ALiBi (keezen/ntk_alibi): the steepest head is kept, the flattest reaches a
//                                    times as far, those between by their logarithm. With official slopes of 2^k heads
//                                    m_h = 2^(-8h/H) a^(-(h-1)/(H-1)).
// Absent or null: as they are. `options` are an encoding's options(), checked.
std::vector<double> scaledSlopes(std::vector<double> slopes, const Json& options);

} // namespace core
