// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/encoding.h"

#include "core/base/error.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace core {
namespace {

struct Close
{
    void operator()(void* converter) const { ::iconv_close(static_cast<iconv_t>(converter)); }
};

} // namespace

std::string asUtf8(std::string_view bytes, const std::string& encoding, std::string_view name, const Cancel& cancel)
{
    const iconv_t opened = ::iconv_open("UTF-8", encoding.c_str());
    if (opened == reinterpret_cast<iconv_t>(-1)) // NOLINT: iconv's own sign of failure
        throw error("{}: the encoding {} is not known on this system.", name, encoding);
    const std::unique_ptr<std::remove_pointer_t<iconv_t>, Close> converter(opened);
    std::string text;
    std::string piece(std::size_t{1} << 16, '\0');
    char* in = const_cast<char*>(bytes.data()); // iconv does not write to it
    std::size_t left = bytes.size();
    while (left > 0) {
        throwIfCancelled(cancel);
        char* out = piece.data();
        std::size_t room = piece.size();
        const std::size_t done = ::iconv(opened, &in, &left, &out, &room);
        const int problem = errno;
        text.append(piece.data(), piece.size() - room);
        if (done == static_cast<std::size_t>(-1) && problem != E2BIG)
            throw error("{}: the text is not {} (byte {:#04x} at offset {}); choose another encoding.", name, encoding,
                        static_cast<unsigned char>(*in), bytes.size() - left);
    }
    return text;
}

bool startsWithUtf16Mark(std::string_view bytes)
{
    return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

const char* utf16Of(std::string_view bytes)
{
    if (bytes.size() % 2 != 0 || bytes.empty())
        return nullptr;
    if (bytes.starts_with("\xFF\xFE"))
        return "UTF-16LE";
    if (bytes.starts_with("\xFE\xFF"))
        return "UTF-16BE";
    // Every script has blanks and line feeds, whose upper byte is zero; a text in UTF-8 has no zero byte at all.
    std::size_t zeros[2] = {0, 0};
    std::size_t blanks[2] = {0, 0}; // with the zero in the even or in the odd place
    const std::size_t looked = std::min<std::size_t>(bytes.size(), std::size_t{1} << 16);
    for (std::size_t i = 0; i + 1 < looked; i += 2) {
        const char even = bytes[i];
        const char odd = bytes[i + 1];
        if (even == '\0' && odd == '\0')
            return nullptr;
        zeros[0] += even == '\0' ? 1 : 0;
        zeros[1] += odd == '\0' ? 1 : 0;
        blanks[0] += even == '\0' && (odd == ' ' || odd == '\n') ? 1 : 0;
        blanks[1] += odd == '\0' && (even == ' ' || even == '\n') ? 1 : 0;
    }
    const auto most = [&](int place) {
        return (blanks[place] > 0 && blanks[1 - place] == 0) || (zeros[1 - place] == 0 && zeros[place] * 4 > looked);
    };
    return most(1) ? "UTF-16LE" : most(0) ? "UTF-16BE" : nullptr;
}

} // namespace core
