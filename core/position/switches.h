// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/position/options.h"
#include "core/position/position_encoding.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace core {

// Options that every encoding takes beside its own, and that may be changed on a trained model: what it adds to a score
// times a factor or, a common mistake, divided by sqrt(headWidth); a window of keys with sinks, see AttentionWindow;
// heads that are switched off.
std::span<const Option> commonOptions();
inline constexpr const char* kHeadsOff = "heads_off"; // the key of the last one
// All options of an encoding: its own, then the common ones. Throws Error when the id is unknown.
std::vector<const Option*> optionsOf(std::string_view id);

// The encoding of a model with these switches around it; what every model is made with. Keys whose value is null count
// as absent, unknown ones are ignored. Throws Error naming the encoding that is unknown or the key that is wrong.
template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeEncoding(std::string_view id, const EncodingContext& context,
                                                        const Json& options);

// Throws Error for a key of `patch` that is no option of the encoding. Null values are not looked at.
void checkOptionKeys(std::string_view id, const Json& patch);

} // namespace core
