// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/text_reader.h"

#include "core/base/error.h"
#include "core/text/utf8.h"

#include <fstream>
#include <system_error>

namespace core {
namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

std::string withLineFeeds(std::string text)
{
    if (text.find('\r') == std::string::npos)
        return text;
    std::size_t out = 0;
    for (std::size_t in = 0; in < text.size(); ++in) {
        const bool carriageReturn = text[in] == '\r';
        if (carriageReturn && in + 1 < text.size() && text[in + 1] == '\n')
            continue;
        text[out++] = carriageReturn ? '\n' : text[in];
    }
    text.resize(out);
    return text;
}

} // namespace

std::string readTextFile(const std::filesystem::path& path, std::uintmax_t maxBytes)
{
    const std::string name = path.string();
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status))
        throw error("{}: there is no such file.", name);
    if (std::filesystem::is_directory(status))
        throw error("{}: this is a folder; choose a text file in it.", name);
    if (!std::filesystem::is_regular_file(status))
        throw error("{}: this is not a regular file; choose a text file.", name);
    const std::uintmax_t size = std::filesystem::file_size(path, failure);
    if (failure)
        throw error("{}: its size cannot be read ({}).", name, failure.message());
    if (size > maxBytes)
        throw error("{}: the file has {} bytes, the limit is {} bytes; take a part of it.", name, size, maxBytes);
    std::ifstream file(path, std::ios::binary);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    if (!file || !file.read(bytes.data(), static_cast<std::streamsize>(size)))
        throw error("{}: the file cannot be read; check its permissions.", name);
    return checkedText(std::move(bytes), name);
}

std::string checkedText(std::string bytes, std::string_view name)
{
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
        throw error("{}: the text is UTF-16; save it as UTF-8.", name);
    if (const std::size_t zero = bytes.find('\0'); zero != std::string::npos)
        throw error("{}: this looks like a binary file (a zero byte at offset {}); choose a text file.", name, zero);
    if (const std::size_t bad = firstInvalidUtf8(bytes); bad < bytes.size())
        throw error("{}: the text is not valid UTF-8 (byte {:#04x} at offset {}); save it as UTF-8.", name,
                    static_cast<unsigned char>(bytes[bad]), bad);
    if (bytes.starts_with(byteOrderMark))
        bytes.erase(0, byteOrderMark.size());
    return withLineFeeds(std::move(bytes));
}

} // namespace core
