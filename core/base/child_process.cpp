// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <system_error>

namespace core {
namespace {

constexpr int kPollMilliseconds = 20;

// A started program and the end of its output that we read. Whatever happens, it does not outlive the object.
class Child
{
public:
    explicit Child(const std::vector<std::string>& command)
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            throw error("{}: it cannot be started ({}).", command.front(), std::generic_category().message(errno));
        m_output = ends[0];
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        // Of its own group: a Ctrl-C is for us, and we end it.
        posix_spawnattr_t attributes;
        ::posix_spawnattr_init(&attributes);
        // What this program does not hear of ends a command as it ends any.
        sigset_t usual;
        sigemptyset(&usual);
        sigaddset(&usual, SIGPIPE);
        ::posix_spawnattr_setsigdefault(&attributes, &usual);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
        std::vector<char*> arguments;
        arguments.reserve(command.size() + 1);
        for (const std::string& argument : command)
            arguments.push_back(const_cast<char*>(argument.c_str())); // exec does not write to them
        arguments.push_back(nullptr);
        const int problem =
            ::posix_spawn(&m_id, command.front().c_str(), &actions, &attributes, arguments.data(), environ);
        ::posix_spawnattr_destroy(&attributes);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        if (problem != 0) {
            ::close(m_output);
            throw error("{}: it cannot be started ({}).", command.front(), std::generic_category().message(problem));
        }
    }
    ~Child()
    {
        if (m_id > 0) {
            ::kill(m_id, SIGKILL);
            wait();
        }
        ::close(m_output);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    // Appends what is there by now; false: there will be nothing more.
    bool read(std::string& text) const
    {
        pollfd waiting{m_output, POLLIN, 0};
        if (::poll(&waiting, 1, kPollMilliseconds) <= 0)
            return true;
        std::array<char, 4096> bytes;
        const ssize_t count = ::read(m_output, bytes.data(), bytes.size());
        if (count > 0)
            text.append(bytes.data(), static_cast<std::size_t>(count));
        return count > 0 || (count < 0 && errno == EINTR);
    }

    int wait()
    {
        int status = 0;
        while (::waitpid(m_id, &status, 0) < 0 && errno == EINTR) {
        }
        m_id = 0;
        return status;
    }

private:
    pid_t m_id = 0;
    int m_output = -1;
};

} // namespace

int runChild(const std::vector<std::string>& command, const std::function<void(std::string_view line)>& onLine,
             const Cancel& cancel)
{
    Child child(command);
    std::string text;
    for (bool more = true; more;) {
        throwIfCancelled(cancel);
        more = child.read(text);
        std::size_t first = 0;
        for (std::size_t end = 0; (end = text.find('\n', first)) != std::string::npos; first = end + 1)
            onLine(std::string_view(text).substr(first, end - first));
        text.erase(0, first);
    }
    if (!text.empty())
        onLine(text);
    const int status = child.wait();
    if (!WIFEXITED(status))
        throw error("{}: it ended unexpectedly (signal {}); perhaps there is not enough memory.", command.front(),
                    WTERMSIG(status));
    return WEXITSTATUS(status);
}

double peakMemory()
{
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("VmHWM:")) {
            const std::size_t digits = line.find_first_of("0123456789");
            double kibibytes = 0.0;
            if (digits != std::string::npos)
                std::from_chars(line.data() + digits, line.data() + line.size(), kibibytes);
            return 1024.0 * kibibytes;
        }
    return 0.0;
}

} // namespace core
