// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace core {

inline constexpr std::uintmax_t largestTextFile = std::uintmax_t{64} << 20;

// The bytes are no UTF-8: they may be a text in another encoding (core/text/encoding.h).
class TextEncodingError : public Error
{
public:
    using Error::Error;
};

// What may be read beside ordinary files: "-" and "/dev/stdin" (standard input), pipes and devices, which make a caller
// wait for whoever writes to them.
enum class Streams { Refuse, Read };

// The text of a file as checkedText() returns it. Throws Error when the file is missing, unreadable, not what may be
// read or larger than maxBytes. All three throw Cancelled soon after cancel() is true.
std::string readTextFile(const std::filesystem::path& path, std::uintmax_t maxBytes = largestTextFile,
                         Streams streams = Streams::Refuse, const Cancel& cancel = {});
// As they are.
std::string readTextBytes(const std::filesystem::path& path, std::uintmax_t maxBytes = largestTextFile,
                          Streams streams = Streams::Refuse, const Cancel& cancel = {});

// Text from anywhere, made uniform: valid UTF-8 without a byte order mark, lines ended by a single line feed (CR LF and
// lone CR become LF); UTF-16, with its mark or without, becomes UTF-8. Empty text is fine. Throws Error for zero bytes,
// TextEncodingError, with the byte offset, for anything that is no UTF-8; `name` is what the sentence calls the text,
// e.g. its path.
std::string checkedText(std::string bytes, std::string_view name, const Cancel& cancel = {});

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
