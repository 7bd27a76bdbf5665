// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/text_reader.h"

#include "core/base/error.h"
#include "core/text/encoding.h"
#include "core/text/utf8.h"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

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

namespace {

// Reads to the end, for what does not say beforehand how much it is: a pipe, a terminal, a device.
std::string drained(int descriptor, const std::string& name, std::uintmax_t maxBytes)
{
    std::string bytes;
    std::string piece(std::size_t{1} << 16, '\0');
    while (true) {
        const ssize_t got = ::read(descriptor, piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throw error("{}: cannot be read ({}).", name, std::generic_category().message(errno));
        if (got == 0)
            return bytes;
        bytes.append(piece.data(), static_cast<std::size_t>(got));
        if (bytes.size() > maxBytes)
            throw error("{}: more than {} bytes came; give a part of it.", name, maxBytes);
    }
}

bool isStandardInput(const std::filesystem::path& path) { return path == "-" || path == "/dev/stdin"; }

} // namespace

std::string readTextBytes(const std::filesystem::path& path, std::uintmax_t maxBytes, Streams streams)
{
    const std::string name = path.string();
    if (streams == Streams::Read && isStandardInput(path))
        return drained(STDIN_FILENO, translated("standard input"), maxBytes);
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status))
        throw error("{}: there is no such file.", name);
    if (std::filesystem::is_directory(status))
        throw error("{}: this is a folder; choose a text file in it.", name);
    if (!std::filesystem::is_regular_file(status)) {
        if (streams == Streams::Refuse)
            throw error("{}: this is not a regular file; choose a text file.", name);
        const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0)
            throw error("{}: cannot be read ({}).", name, std::generic_category().message(errno));
        const std::unique_ptr<const int, void (*)(const int*)> close(&descriptor, [](const int* d) { ::close(*d); });
        return drained(descriptor, name, maxBytes);
    }
    const std::uintmax_t size = std::filesystem::file_size(path, failure);
    if (failure)
        throw error("{}: its size cannot be read ({}).", name, failure.message());
    if (size > maxBytes)
        throw error("{}: the file has {} bytes, the limit is {} bytes; take a part of it.", name, size, maxBytes);
    std::ifstream file(path, std::ios::binary);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    if (!file || !file.read(bytes.data(), static_cast<std::streamsize>(size)))
        throw error("{}: the file cannot be read; check its permissions.", name);
    return bytes;
}

std::string readTextFile(const std::filesystem::path& path, std::uintmax_t maxBytes, Streams streams)
{
    const bool input = streams == Streams::Read && isStandardInput(path);
    return checkedText(readTextBytes(path, maxBytes, streams), input ? translated("standard input") : path.string());
}

std::string checkedText(std::string bytes, std::string_view name)
{
    if (const char* utf16 = utf16Of(bytes))
        bytes = asUtf8(bytes, utf16, name);
    if (const std::size_t zero = bytes.find('\0'); zero != std::string::npos)
        throw error("{}: this looks like a binary file (a zero byte at offset {}); choose a text file.", name, zero);
    if (const std::size_t bad = firstInvalidUtf8(bytes); bad < bytes.size())
        throw TextEncodingError(
            sentence("{}: the text is not valid UTF-8 (byte {:#04x} at offset {}); if it is an old 8-bit text, this "
                     "makes it one: iconv -f {} -t UTF-8 {} > new.txt",
                     name, static_cast<unsigned char>(bytes[bad]), bad, kTextEncodings[0].id, name));
    if (bytes.starts_with(byteOrderMark))
        bytes.erase(0, byteOrderMark.size());
    return withLineFeeds(std::move(bytes));
}

} // namespace core
