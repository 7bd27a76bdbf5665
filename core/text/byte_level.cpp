// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_level.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <numeric>

namespace core {
namespace {

constexpr int charactersUsed = 256 + 68; // 68 bytes do not stand for themselves

struct Alphabet
{
    std::array<char32_t, 256> characterOf{};
    std::array<int, charactersUsed> byteOf{};

    constexpr Alphabet()
    {
        byteOf.fill(-1);
        char32_t next = 256;
        for (int byte = 0; byte < 256; ++byte) {
            const bool itself = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
            const char32_t character = itself ? static_cast<char32_t>(byte) : next++;
            characterOf[static_cast<std::size_t>(byte)] = character;
            byteOf[character] = byte;
        }
    }
};

constexpr Alphabet alphabet;

} // namespace

std::string toByteLevel(std::string_view bytes)
{
    std::string token;
    token.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        const char32_t character = alphabet.characterOf[static_cast<unsigned char>(byte)];
        if (character < 0x80) {
            token += static_cast<char>(character);
        } else {
            token += static_cast<char>(0xC0 | (character >> 6));
            token += static_cast<char>(0x80 | (character & 0x3F));
        }
    }
    return token;
}

std::optional<std::string> fromByteLevel(std::string_view token)
{
    std::string bytes;
    for (std::size_t position = 0; position < token.size();) {
        const Utf8Char character = utf8At(token, position);
        if (!character.valid || character.codePoint >= charactersUsed || alphabet.byteOf[character.codePoint] < 0)
            return {};
        bytes += static_cast<char>(alphabet.byteOf[character.codePoint]);
        position += static_cast<std::size_t>(character.length);
    }
    return bytes;
}

std::array<unsigned char, 256> byteLevelOrder()
{
    std::array<unsigned char, 256> order{};
    std::iota(order.begin(), order.end(), static_cast<unsigned char>(0));
    std::ranges::sort(order, {}, [](unsigned char byte) { return alphabet.characterOf[byte]; });
    return order;
}

} // namespace core
