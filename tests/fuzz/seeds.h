// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>

namespace fuzz {

// Good inputs to begin from, made of the project's own files: the reader's name and the bytes.
using AddSeed = std::function<void(std::string_view reader, std::string_view bytes)>;
void makeSeeds(const AddSeed& add);

} // namespace fuzz
