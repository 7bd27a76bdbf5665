// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/quantity_text.h"

#include "core/base/words.h"

#include <algorithm>
#include <iterator>

namespace core {
namespace {

// Their names in files, with spaces.
constexpr const char* kQuantities[] = {said("perplexity"),
                                       said("nll"),
                                       said("bits per byte"),
                                       said("scored tokens"),
                                       said("passes"),
                                       said("early share"),
                                       said("below training share"),
                                       said("below training nll"),
                                       said("from training nll"),
                                       said("mean distance"),
                                       said("entropy"),
                                       said("beyond training mass"),
                                       said("bias mean distance"),
                                       said("bias entropy"),
                                       said("bias beyond training mass"),
                                       said("samples"),
                                       said("full nll"),
                                       said("occluded nll"),
                                       said("receptive field"),
                                       said("training steps"),
                                       said("training tokens per step"),
                                       said("training seconds per step"),
                                       said("training tokens per second"),
                                       said("training peak bytes"),
                                       said("training start bytes")};

} // namespace

std::string quantityText(std::string_view name)
{
    std::string text(name);
    std::ranges::replace(text, '_', ' ');
    return std::ranges::find(kQuantities, std::string_view(text)) != std::end(kQuantities) ? translated(text) : text;
}

} // namespace core
