// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

namespace core {

// What a model learns from, and what it is tested on without ever learning from it.
struct SplitText
{
    std::shared_ptr<const std::vector<int>> training;
    std::vector<int> heldOut;
};

// Holds out the last tenth of each document (tokens, rounded down); the parts of several documents are joined by the
// separator, e.g. the tokens of an empty line.
SplitText holdOut(std::span<const std::vector<int>> documents, std::span<const int> separator);

} // namespace core
