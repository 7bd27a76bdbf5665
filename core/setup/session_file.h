// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/setup/setup.h"
#include "core/setup/tried_setting.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// A session on disk (*.alibilab): a Setup as JSON, made so that it opens elsewhere. Paths of models and text files are
// relative to the session's file, a text file's content is inside, and models say which weights they had.
//
// Version 1 had neither: its paths are as they were typed, and it names text files without their content. Version 3
// keeps the settings that were tried.

struct SavedSession
{
    Setup setup;                     // paths absolute
    std::vector<std::string> hashes; // of each column's weights (Checkpoint::hash); empty: not known
    std::vector<TriedSetting> tried = {};
};

// The same for writing and reading, so that whatever was saved opens again.
inline constexpr std::size_t kLargestSession = std::size_t{256} << 20;

// The content of the file at `path`. Throws Error for what could not be read back: names that are not UTF-8, more than
// kLargestSession bytes.
std::string sessionText(const SavedSession& session, const std::filesystem::path& path);

// Of a session's file, or of a picture that carries one (picture_session.h); paths in it are relative to `path`. Throws
// Error naming the field that is wrong.
SavedSession parseSession(std::string_view text, const std::filesystem::path& path, const Cancel& cancel = {});

// Whether a file is one, by its content; `beginning` may be cut off.
bool looksLikeSession(std::string_view beginning);

} // namespace core
