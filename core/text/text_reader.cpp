// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/text_reader.h"

#include "core/base/descriptor.h"
#include "core/base/error.h"
#include "core/base/input_file.h"
#include "core/text/encoding.h"
#include "core/text/utf8.h"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace core {
namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kBytesBetweenQuestions = std::size_t{1} << 18; // to cancel()

void makeLineFeeds(std::string& text, const Cancel& cancel)
{
    if (text.find('\r') == std::string::npos)
        return;
    std::size_t out = 0;
    for (std::size_t in = 0; in < text.size(); ++in) {
        if (in % kBytesBetweenQuestions == 0)
            throwIfCancelled(cancel);
        const bool carriageReturn = text[in] == '\r';
        if (carriageReturn && in + 1 < text.size() && text[in + 1] == '\n')
            continue;
        text[out++] = carriageReturn ? '\n' : text[in];
    }
    text.resize(out);
}

} // namespace

namespace {

// Reads to the end, for what does not say beforehand how much it is: a pipe, a terminal, a device.
std::string drained(int descriptor, const std::string& name, std::uintmax_t maxBytes, const Cancel& cancel)
{
    std::string bytes;
    std::string piece(std::size_t{1} << 16, '\0');
    while (true) {
        throwIfCancelled(cancel);
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

std::string readTextBytes(const std::filesystem::path& path, std::uintmax_t maxBytes, Streams streams,
                          const Cancel& cancel)
{
    const std::string name = path.string();
    if (streams == Streams::Read && isStandardInput(path))
        return drained(STDIN_FILENO, translated("standard input"), maxBytes, cancel);
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status))
        throw error("{}: there is no such file.", name);
    if (std::filesystem::is_directory(status))
        throw error("{}: this is a folder; choose a text file in it.", name);
    if (!std::filesystem::is_regular_file(status)) {
        if (streams == Streams::Refuse)
            throw error("{}: this is not a regular file; choose a text file.", name);
        const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (descriptor.value < 0)
            throw error("{}: cannot be read ({}).", name, std::generic_category().message(errno));
        return drained(descriptor.value, name, maxBytes, cancel);
    }
    return InputFile(path, maxBytes).readAll(cancel);
}

std::string readTextFile(const std::filesystem::path& path, std::uintmax_t maxBytes, Streams streams,
                         const Cancel& cancel)
{
    const bool input = streams == Streams::Read && isStandardInput(path);
    return checkedText(readTextBytes(path, maxBytes, streams, cancel),
                       input ? translated("standard input") : path.string(), cancel);
}

std::string checkedText(std::string bytes, std::string_view name, const Cancel& cancel)
{
    if (const char* utf16 = utf16Of(bytes)) {
        try {
            bytes = asUtf8(bytes, utf16, name, cancel);
        } catch (const Error&) {
            if (startsWithUtf16Mark(bytes))
                throw;
            // It only looked like it: no text at all, which the zero bytes say.
        }
    }
    if (const std::size_t zero = bytes.find('\0'); zero != std::string::npos)
        throw error("{}: this looks like a binary file (a zero byte at offset {}); choose a text file.", name, zero);
    if (const std::size_t bad = firstInvalidUtf8(bytes, cancel); bad < bytes.size())
        throw TextEncodingError(
            sentence("{}: the text is not valid UTF-8 (byte {:#04x} at offset {}); if it is an old 8-bit text, this "
                     "makes it one: iconv -f {} -t UTF-8 {} > new.txt",
                     name, static_cast<unsigned char>(bytes[bad]), bad, kTextEncodings[0].id, name));
    if (bytes.starts_with(byteOrderMark))
        bytes.erase(0, byteOrderMark.size());
    makeLineFeeds(bytes, cancel);
    return bytes;
}

} // namespace core
