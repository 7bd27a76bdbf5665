// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/utf8.h"

#include <utf8proc.h>

namespace core {

Utf8Char utf8At(std::string_view text, std::size_t position)
{
    const auto byte = static_cast<unsigned char>(text[position]);
    if (byte < 0x80)
        return {byte, 1, true};
    utf8proc_int32_t codePoint = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + position;
    const auto rest = static_cast<utf8proc_ssize_t>(text.size() - position);
    const utf8proc_ssize_t length = utf8proc_iterate(bytes, rest, &codePoint);
    if (length <= 0)
        return {byte, 1, false};
    return {static_cast<char32_t>(codePoint), static_cast<int>(length), true};
}

CharClass charClassOf(const Utf8Char& character)
{
    const char32_t c = character.codePoint;
    if (!character.valid)
        return CharClass::Other;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return CharClass::Letter;
    if (c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85)
        return CharClass::Space;
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return CharClass::Letter;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return CharClass::Number;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return CharClass::Space;
    default:
        return CharClass::Other;
    }
}

bool isVisible(char32_t codePoint)
{
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(codePoint))) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return false;
    case UTF8PROC_CATEGORY_ZS:
        return codePoint == ' ';
    default:
        return true;
    }
}

std::size_t firstInvalidUtf8(std::string_view text, const Cancel& cancel)
{
    constexpr std::size_t betweenQuestions = std::size_t{1} << 18; // bytes
    std::size_t position = 0;
    std::size_t question = 0;
    while (position < text.size()) {
        if (position >= question) {
            throwIfCancelled(cancel);
            question += betweenQuestions;
        }
        const Utf8Char character = utf8At(text, position);
        if (!character.valid)
            return position;
        position += static_cast<std::size_t>(character.length);
    }
    return position;
}

} // namespace core
