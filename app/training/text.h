// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/text/text_reader.h"
#include "core/text/tokenizer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace app {

struct TextFile
{
    std::string path;
    std::uint64_t bytes = 0; // of the file's text, before cleaning
    std::uint64_t hash = 0;  // of the same
};

// What a model learns from: the texts of all files, one after the other with an empty line between them.
struct TrainingText
{
    std::vector<TextFile> files;
    std::string text;
};

// Throws core::Error naming the file that cannot be read or is empty.
TrainingText readTexts(const std::vector<std::string>& paths, const std::optional<core::BookOptions>& book);

} // namespace app
