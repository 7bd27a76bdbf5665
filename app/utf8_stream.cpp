// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/utf8_stream.h"

#include "core/text/utf8.h"

namespace app {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Whether more bytes could still make a character of these.
bool mayContinue(std::string_view bytes)
{
    const auto lead = static_cast<unsigned char>(bytes.front());
    const std::size_t needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
    if (lead > 0xF4 || bytes.size() >= needed)
        return false;
    for (const char c : bytes.substr(1))
        if ((static_cast<unsigned char>(c) & 0xC0) != 0x80)
            return false;
    return true;
}

} // namespace

std::string Utf8Stream::take(std::string_view bytes)
{
    m_waiting += bytes;
    std::string text;
    std::size_t at = 0;
    while (at < m_waiting.size()) {
        const core::Utf8Char character = core::utf8At(m_waiting, at);
        if (!character.valid && mayContinue(std::string_view(m_waiting).substr(at)))
            break;
        text += character.valid ? std::string_view(m_waiting).substr(at, static_cast<std::size_t>(character.length))
                                : kReplacement;
        at += static_cast<std::size_t>(character.length);
    }
    m_waiting.erase(0, at);
    return text;
}

std::string Utf8Stream::finish()
{
    std::string text(m_waiting.empty() ? std::string_view() : kReplacement);
    m_waiting.clear();
    return text;
}

} // namespace app
