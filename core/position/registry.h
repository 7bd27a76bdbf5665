// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/position/options.h"
#include "core/position/position_encoding.h"

#include <memory>
#include <span>
#include <string_view>

namespace core {

// One line of encodings.def.
template <typename S>
struct EncodingEntry
{
    std::string_view id;                  // written to files: never renamed
    std::string_view label;               // for people, like `about`: through translated()
    std::string_view about;               // what it does and what to expect past the training length, for the window
    std::string_view source;              // where it was published: authors, year, arXiv number, section
    std::span<const Option> (*options)(); // its keys of config.json; those every encoding takes: see switches.h
    // options: those keys, all optional. Throws Error naming the key that is wrong.
    std::shared_ptr<const PositionEncoding<S>> (*make)(const EncodingContext& context, const Json& options);
};

template <typename S>
std::span<const EncodingEntry<S>> encodings();

// Throws Error listing the known ids.
template <typename S>
const EncodingEntry<S>& encodingById(std::string_view id);

} // namespace core
