// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/position/position_encoding.h"

#include <array>
#include <memory>
#include <string_view>

namespace core {

// Options that every encoding takes beside its own, and that may be changed on a trained model:
//   bias_factor               what the encoding adds to a score is multiplied by it (1)
//   bias_divided_by_sqrt_d    true: the bias is divided by sqrt(headWidth) like q · k, a common mistake (false).
//   ALiBi's
//                             is not (Press et al. 2022, arXiv 2108.12409, footnote 10)
//   attention_window          a query sees only keys fewer than so many tokens back (null: all)
//   attention_sinks           with a window: the first so many tokens stay visible (0); see AttentionWindow
inline constexpr std::array kSwitchKeys{"bias_factor", "bias_divided_by_sqrt_d", "attention_window", "attention_sinks"};

// The encoding of a model with these switches around it; what every model is made with. Keys whose value is null count
// as absent, unknown ones are ignored. Throws Error naming the encoding that is unknown or the key that is wrong.
template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeEncoding(std::string_view id, const EncodingContext& context,
                                                        const Json& options);

// Throws Error for a key of `patch` that is neither a switch nor among `own`, the options() of an encoding made with
// the patch. Null values are not looked at.
void checkOptionKeys(std::string_view id, const Json& own, const Json& patch);

} // namespace core
