// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace core {

inline constexpr std::uintmax_t largestTextFile = std::uintmax_t{64} << 20;

// The text of a file as checkedText() returns it. Throws Error when the file is missing, unreadable, not a regular file
// or larger than maxBytes.
std::string readTextFile(const std::filesystem::path& path, std::uintmax_t maxBytes = largestTextFile);

// Text from anywhere, made uniform: valid UTF-8 without a byte order mark, lines ended by a single line feed (CR LF and
// lone CR become LF). Empty text is fine. Throws Error, with the byte offset, for invalid UTF-8 and for zero bytes;
// `name` is what the sentence calls the text, e.g. its path.
std::string checkedText(std::string bytes, std::string_view name);

// How a book is made into running text before it is tokenized.
struct BookOptions
{
    bool stripGutenberg = true; // drop what stands outside Project Gutenberg's START and END lines, and its credits
    bool joinLines = true;      // undo hard line breaks: a paragraph is one line, an empty line between paragraphs
    bool foldTypography = true; // typographic quotes, dashes, ellipses and spaces become ASCII

    // {"strip_gutenberg": true, "join_lines": true, "fold_typography": true}
    OrderedJson toJson() const;
    // A missing key means the default above. Throws Error for unknown keys and anything but true or false.
    static BookOptions fromJson(const OrderedJson& json);

    bool operator==(const BookOptions&) const = default;
};

// `text` as checkedText() returns it (UTF-8, LF). With stripGutenberg or joinLines there are no blank lines at either
// end; with every option off the text comes back unchanged.
std::string cleanBook(std::string text, const BookOptions& options = {});

} // namespace core
