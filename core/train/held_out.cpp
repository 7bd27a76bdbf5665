// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/held_out.h"

namespace core {

SplitText holdOut(std::span<const std::vector<int>> documents, std::span<const int> separator)
{
    std::vector<int> training;
    std::vector<int> heldOut;
    const auto append = [&](std::vector<int>& all, std::span<const int> part) {
        if (!all.empty() && !part.empty())
            all.insert(all.end(), separator.begin(), separator.end());
        all.insert(all.end(), part.begin(), part.end());
    };
    for (const std::vector<int>& document : documents) {
        const std::size_t kept = document.size() - document.size() / 10;
        append(training, std::span(document).first(kept));
        append(heldOut, std::span(document).subspan(kept));
    }
    return {std::make_shared<const std::vector<int>>(std::move(training)), std::move(heldOut)};
}

} // namespace core
