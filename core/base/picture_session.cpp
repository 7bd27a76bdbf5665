// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/picture_session.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace core {
namespace {

constexpr std::string_view kPngSignature = "\x89PNG\r\n\x1a\n";

bool isSvg(std::string_view beginning)
{
    return beginning.starts_with("<svg") ||
           (beginning.starts_with("<?xml") && beginning.find("<svg") != beginning.npos);
}

std::uint32_t bigEndian(std::string_view four)
{
    std::uint32_t number = 0;
    for (const char byte : four)
        number = number << 8U | static_cast<unsigned char>(byte);
    return number;
}

std::optional<std::string> inPng(std::string_view bytes)
{
    constexpr std::size_t around = 12; // length, type and check of a chunk
    std::string_view rest = bytes.substr(kPngSignature.size());
    while (rest.size() >= around) {
        const std::size_t length = bigEndian(rest.substr(0, 4));
        if (length > rest.size() - around)
            return {};
        const std::string_view content = rest.substr(8, length);
        // Name, 0, not compressed, method, no language, no other name.
        const std::string start = std::string(kPictureSession) + std::string(5, '\0');
        if (rest.substr(4, 4) == "iTXt" && content.starts_with(start))
            return std::string(content.substr(start.size()));
        rest.remove_prefix(around + length);
    }
    return {};
}

std::string fromXml(std::string_view text)
{
    constexpr std::pair<std::string_view, char> names[] = {{"&lt;", '<'},   {"&gt;", '>'},    {"&amp;", '&'},
                                                           {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}};
    std::string plain;
    plain.reserve(text.size());
    while (!text.empty()) {
        std::size_t taken = 0;
        if (text.front() == '&')
            for (const auto& [name, character] : names)
                if (text.starts_with(name)) {
                    plain += character;
                    taken = name.size();
                    break;
                }
        if (taken == 0) {
            plain += text.front();
            taken = 1;
        }
        text.remove_prefix(taken);
    }
    return plain;
}

std::optional<std::string> inXmp(std::string_view bytes)
{
    const std::string name(kPictureSessionElement);
    const std::string open = "<" + name + ">";
    const std::size_t begin = bytes.find(open);
    if (begin == bytes.npos)
        return {};
    const std::string_view rest = bytes.substr(begin + open.size());
    const std::size_t end = rest.find("</" + name + ">");
    return end == rest.npos ? std::nullopt : std::optional(fromXml(rest.substr(0, end)));
}

} // namespace

bool looksLikePicture(std::string_view beginning)
{
    return beginning.starts_with(kPngSignature) || beginning.starts_with("%PDF-") || isSvg(beginning);
}

std::optional<std::string> sessionInPicture(std::string_view bytes)
{
    if (bytes.starts_with(kPngSignature))
        return inPng(bytes);
    return looksLikePicture(bytes.substr(0, 4096)) ? inXmp(bytes) : std::nullopt;
}

} // namespace core
