// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/messages.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <new>
#include <string>

namespace app {

void sayPiece(std::string_view text) noexcept
{
    while (!text.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
        if (written < 0 && errno != EINTR)
            return;
        text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
}

void say(std::string_view line) noexcept
{
    try {
        sayPiece(std::string(line) + '\n');
    } catch (const std::bad_alloc&) {
        sayPiece(line);
        sayPiece("\n");
    }
}

void occupyStandardStreams()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(stream, F_GETFD) < 0 && errno == EBADF)
            (void)::open("/dev/null",
                         stream == STDIN_FILENO ? O_WRONLY : O_RDONLY); // takes the lowest number: this one
}

} // namespace app
