// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_fields.h"
#include "core/text/text_reader.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace core {
namespace {

std::string_view trimmed(std::string_view line)
{
    const std::size_t first = line.find_first_not_of(" \t\f\v");
    if (first == std::string_view::npos)
        return {};
    return line.substr(first, line.find_last_not_of(" \t\f\v") - first + 1);
}

// Lines are walked through by where they begin: a list of them would take many times the text's memory.
std::string_view lineAt(std::string_view text, std::size_t start)
{
    return text.substr(start, std::min(text.find('\n', start), text.size()) - start);
}

// Where the next line begins; text.size(): there is none.
std::size_t nextLine(std::string_view text, std::size_t start)
{
    const std::size_t end = text.find('\n', start);
    return end == text.npos ? text.size() : end + 1;
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

std::size_t skipBlank(std::string_view text, std::size_t start)
{
    while (start < text.size() && trimmed(lineAt(text, start)).empty())
        start = nextLine(text, start);
    return start;
}

std::size_t skipParagraph(std::string_view text, std::size_t start)
{
    while (start < text.size() && !trimmed(lineAt(text, start)).empty())
        start = nextLine(text, start);
    return start;
}

std::string_view withoutBlankEnds(std::string_view text)
{
    text.remove_prefix(skipBlank(text, 0));
    const std::size_t last = text.find_last_not_of(" \t\f\v\n");
    return last == text.npos ? std::string_view() : text.substr(0, text.find('\n', last));
}

// Long titles run the START line over several lines: it ends where its closing asterisks stand, or with the paragraph.
std::size_t afterMarker(std::string_view text, std::size_t marker)
{
    const std::size_t end = skipParagraph(text, marker);
    for (std::size_t line = marker; line < end; line = nextLine(text, line)) {
        if (trimmed(lineAt(text, line)).ends_with("***"))
            return nextLine(text, line);
    }
    return nextLine(text, marker);
}

std::string_view withoutGutenberg(std::string_view text)
{
    const auto find = [&](std::size_t from, std::string_view word) {
        while (from < text.size() && !isMarker(lineAt(text, from), word))
            from = nextLine(text, from);
        return from;
    };
    const std::size_t start = find(0, "start");
    std::size_t first = start < text.size() ? afterMarker(text, start) : 0;
    const std::size_t last = find(first, "end");
    if (start < text.size()) {
        const std::size_t credits = skipBlank(text, first);
        if (credits < last && startsWith(trimmed(lineAt(text, credits)), "produced by"))
            first = std::min(skipParagraph(text, credits), last);
    }
    std::string_view book = withoutBlankEnds(text.substr(first, last - first));
    // The older "End of the Project Gutenberg EBook of …", which may take two lines.
    std::size_t end = book.size(); // of the line that is looked at
    for (int back = 0; back < 3 && end > 0; ++back) {
        const std::size_t breaks = book.rfind('\n', end - 1);
        const std::size_t begin = breaks == book.npos ? 0 : breaks + 1;
        std::string_view line = trimmed(book.substr(begin, end - begin));
        const bool ending = take(line, "end of");
        take(line, "the");
        if (ending && startsWith(line, "project gutenberg")) {
            book = book.substr(0, begin);
            break;
        }
        end = begin > 0 ? begin - 1 : 0;
    }
    return withoutBlankEnds(book);
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

std::string joined(std::string_view text)
{
    std::string out;
    bool newParagraph = false;
    for (std::size_t start = 0; start < text.size(); start = nextLine(text, start)) {
        const std::string_view line = lineAt(text, start);
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
    const std::string name = translated("Book options");
    const OrderedFields fields(json, name);
    fields.allowOnly({"strip_gutenberg", "join_lines", "fold_typography"});
    BookOptions options;
    options.stripGutenberg = fields.flag("strip_gutenberg", options.stripGutenberg);
    options.joinLines = fields.flag("join_lines", options.joinLines);
    options.foldTypography = fields.flag("fold_typography", options.foldTypography);
    return options;
}

std::string cleanBook(std::string text, const BookOptions& options)
{
    if (options.foldTypography)
        text = withAsciiTypography(text);
    if (!options.stripGutenberg && !options.joinLines)
        return text;
    const std::string_view book = options.stripGutenberg ? withoutGutenberg(text) : std::string_view(text);
    if (options.joinLines)
        return joined(book);
    return std::string(book);
}

} // namespace core
