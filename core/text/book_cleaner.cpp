// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/text/text_reader.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace core {
namespace {

using Lines = std::vector<std::string_view>;

std::string_view trimmed(std::string_view line)
{
    const std::size_t first = line.find_first_not_of(" \t\f\v");
    if (first == std::string_view::npos)
        return {};
    return line.substr(first, line.find_last_not_of(" \t\f\v") - first + 1);
}

Lines linesOf(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// ASCII letters in either case; `lower` is in small letters.
bool startsWith(std::string_view text, std::string_view lower)
{
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; };
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [&](char b, char a) { return same(a, b); });
}

// Takes `lower` off the front of `text`, and the blanks after it.
bool take(std::string_view& text, std::string_view lower)
{
    if (!startsWith(text, lower))
        return false;
    text = trimmed(text.substr(lower.size()));
    return true;
}

// "*** START OF THIS PROJECT GUTENBERG EBOOK …", word being "start" or "end".
bool isMarker(std::string_view line, std::string_view word)
{
    line = trimmed(line);
    return take(line, "***") && take(line, word) && take(line, "of") && (take(line, "this") || take(line, "the")) &&
           startsWith(line, "project gutenberg ebook");
}

std::size_t skipBlank(const Lines& lines, std::size_t first)
{
    while (first < lines.size() && trimmed(lines[first]).empty())
        ++first;
    return first;
}

std::size_t skipParagraph(const Lines& lines, std::size_t first)
{
    while (first < lines.size() && !trimmed(lines[first]).empty())
        ++first;
    return first;
}

void trimBlankEnds(Lines& lines)
{
    while (!lines.empty() && trimmed(lines.back()).empty())
        lines.pop_back();
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(skipBlank(lines, 0)));
}

// Long titles run the START line over several lines: it ends where its closing asterisks stand, or with the paragraph.
std::size_t afterMarker(const Lines& lines, std::size_t marker)
{
    const std::size_t end = skipParagraph(lines, marker);
    for (std::size_t line = marker; line < end; ++line) {
        if (trimmed(lines[line]).ends_with("***"))
            return line + 1;
    }
    return marker + 1;
}

Lines withoutGutenberg(const Lines& all)
{
    const auto find = [&](std::size_t from, std::string_view word) {
        while (from < all.size() && !isMarker(all[from], word))
            ++from;
        return from;
    };
    const std::size_t start = find(0, "start");
    std::size_t first = start < all.size() ? afterMarker(all, start) : 0;
    const std::size_t last = find(first, "end");
    if (start < all.size()) {
        const std::size_t credits = skipBlank(all, first);
        if (credits < last && startsWith(trimmed(all[credits]), "produced by"))
            first = std::min(skipParagraph(all, credits), last);
    }
    Lines book(all.begin() + static_cast<std::ptrdiff_t>(first), all.begin() + static_cast<std::ptrdiff_t>(last));
    trimBlankEnds(book);
    // The older "End of the Project Gutenberg EBook of …", which may take two lines.
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, book.size()); ++back) {
        std::string_view line = trimmed(book[book.size() - back]);
        const bool ending = take(line, "end of");
        take(line, "the");
        if (ending && startsWith(line, "project gutenberg")) {
            book.resize(book.size() - back);
            break;
        }
    }
    trimBlankEnds(book);
    return book;
}

// Appends a line's words with one space between them.
void appendWords(std::string& out, std::string_view line)
{
    bool gap = false;
    for (const char c : trimmed(line)) {
        const bool blank = c == ' ' || c == '\t' || c == '\f' || c == '\v';
        if (!blank) {
            if (gap)
                out += ' ';
            out += c;
        }
        gap = blank;
    }
}

// Books break lines after the hyphen of a compound and after a dash, which have no space behind them.
bool endsInDash(std::string_view text)
{
    const bool dash = text.ends_with("-") || text.ends_with("—");
    return dash && !text.ends_with(" -") && !text.ends_with(" --") && !text.ends_with(" —");
}

std::string joined(const Lines& lines)
{
    std::string out;
    bool newParagraph = false;
    for (const std::string_view line : lines) {
        if (trimmed(line).empty()) {
            newParagraph = true;
            continue;
        }
        if (!out.empty() && newParagraph)
            out += "\n\n";
        else if (!out.empty() && !endsInDash(out))
            out += ' ';
        newParagraph = false;
        appendWords(out, line);
    }
    return out;
}

std::optional<std::string_view> folded(char32_t c)
{
    switch (c) {
    case U'“':
    case U'”':
    case U'„':
        return "\"";
    case U'‘':
    case U'’':
    case U'‚':
        return "'";
    case U'–':
        return "-";
    case U'—':
    case U'―':
        return "--";
    case U'…':
        return "...";
    case U'\u00A0':
        return " ";
    case U'\u200B': // zero width space, non-joiner, joiner, word joiner, byte order mark
    case U'\u200C':
    case U'\u200D':
    case U'\u2060':
    case U'\uFEFF':
        return "";
    default:
        return {};
    }
}

std::string withAsciiTypography(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t position = 0; position < text.size();) {
        const Utf8Char character = utf8At(text, position);
        const auto length = static_cast<std::size_t>(character.length);
        const auto ascii = character.valid && length > 1 ? folded(character.codePoint) : std::nullopt;
        out += ascii.value_or(text.substr(position, length));
        position += length;
    }
    return out;
}

} // namespace

OrderedJson BookOptions::toJson() const
{
    return {{"strip_gutenberg", stripGutenberg}, {"join_lines", joinLines}, {"fold_typography", foldTypography}};
}

BookOptions BookOptions::fromJson(const OrderedJson& json)
{
    if (!json.is_object())
        throw error("Book options: a JSON object is expected.");
    BookOptions options;
    for (const auto& [key, value] : json.items()) {
        bool* option = key == "strip_gutenberg"   ? &options.stripGutenberg
                       : key == "join_lines"      ? &options.joinLines
                       : key == "fold_typography" ? &options.foldTypography
                                                  : nullptr;
        if (!option)
            throw error("Book options: \"{}\" is unknown; known are strip_gutenberg, join_lines, fold_typography.",
                        key);
        if (!value.is_boolean())
            throw error("Book options: \"{}\" must be true or false.", key);
        *option = value.get<bool>();
    }
    return options;
}

std::string cleanBook(std::string text, const BookOptions& options)
{
    if (options.foldTypography)
        text = withAsciiTypography(text);
    if (!options.stripGutenberg && !options.joinLines)
        return text;
    Lines lines = linesOf(text);
    if (options.stripGutenberg)
        lines = withoutGutenberg(lines);
    if (options.joinLines)
        return joined(lines);
    return fmt::format("{}", fmt::join(lines, "\n"));
}

} // namespace core
