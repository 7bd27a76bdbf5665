// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace core {

// The official slopes (attention_with_linear_biases, get_slopes): for 2^k heads the geometric series starting at and
// with ratio 2^(-8/heads); otherwise those of the next lower power of two followed by every second one of the next
// higher. Head order is the model's: not sorted unless `heads` is a power of two. heads >= 1, else
// std::invalid_argument.
std::vector<double> officialSlopes(int heads);

// Other slopes for as many heads as `slopes` has, to try on a trained model:
//   official     officialSlopes()
//   equal        the geometric mean of `slopes` for every head; the official ones' unless all are above zero
//   zero         no bias at all
//   reversed     `slopes` from the last head to the first
//   random       drawn from the exponential distribution with the mean of the official slopes; section 3 of the paper
//                reports that such draws sometimes worked, with high variance
//   off_by_one   2^(-8 (h-1) / heads) for h = 1, 2, …: a common mistake that starts at 1, one step too steep
// Throws Error listing the known ids.
std::vector<double> slopePreset(std::string_view id, std::span<const double> slopes, std::uint64_t seed = 1);
std::span<const std::string_view> slopePresets();

// The slopes in force under the options' "alibi_scaling", which stretches a trained model's reach:
//   {"type": "linear", "factor": s}  position interpolation, s = L'/L: slopes / s (Al-Khateeb et al. 2023, arXiv
//                                    2310.13017)
//   {"type": "ntk", "factor": a}     NTK-ALiBi (keezen/ntk_alibi): the steepest head is kept, the flattest reaches a
//                                    times as far, those between by their logarithm. With official slopes of 2^k heads
//                                    m_h = 2^(-8h/H) a^(-(h-1)/(H-1)).
// Absent or null: as they are. `options` are an encoding's options(), checked.
std::vector<double> scaledSlopes(std::vector<double> slopes, const Json& options);

} // namespace core
