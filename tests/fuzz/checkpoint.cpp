// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/checkpoint.h"

#include "core/base/parallel.h"
#include "core/model/trace.h"
#include "tests/fuzz/reader.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace fuzz {

// A folder in one input: two lengths, config.json, tokenizer.json, model.safetensors. What loads must also run.
void checkpoint(std::string_view bytes)
{
    std::uint32_t lengths[2];
    if (bytes.size() < sizeof lengths)
        return;
    std::memcpy(lengths, bytes.data(), sizeof lengths);
    bytes.remove_prefix(sizeof lengths);
    const auto take = [&](std::size_t length) {
        const std::string_view part = bytes.substr(0, length);
        bytes.remove_prefix(part.size());
        return part;
    };
    const std::string_view config = take(lengths[0]);
    const std::string_view tokenizer = take(lengths[1]);
    static core::ThreadPool pool(1);
    attempt([&] {
        const auto loaded = core::parseCheckpoint("folder", config, std::string(bytes), tokenizer);
        std::vector<int> tokens{0, loaded->model.config().vocabularySize - 1, 0};
        if (loaded->tokenizer)
            tokens = loaded->tokenizer->encode("The quick <|x|> brown 12");
        const core::Index most = std::min<core::Index>(loaded->model.encoding().longestInput(), 6);
        tokens.resize(std::min(tokens.size(), static_cast<std::size_t>(most)));
        if (!tokens.empty())
            (void)core::forward<float>(loaded->model, tokens, pool)->logits(0, 1);
    });
}

} // namespace fuzz
