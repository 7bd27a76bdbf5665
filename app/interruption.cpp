// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/interruption.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>

namespace app {
namespace {

volatile sig_atomic_t wasInterrupted = 0;
int pipeEnds[2] = {-1, -1}; // read there, written here

void note(int)
{
    wasInterrupted = 1;
    const int before = errno;
    if (pipeEnds[1] >= 0)
        (void)!::write(pipeEnds[1], "", 1);
    errno = before;
}

void watch(int signal, int flags)
{
    struct sigaction action
    {};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART | flags;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
}

// As nohup leaves it.
bool isIgnored(int signal)
{
    struct sigaction present
    {};
    return sigaction(signal, nullptr, &present) == 0 && present.sa_handler == SIG_IGN;
}

} // namespace

void watchInterruption()
{
    for (const int signal : {SIGINT, SIGTERM})
        watch(signal, static_cast<int>(SA_RESETHAND));
    // These come several times: from the shell and the system, and with every line that nobody reads.
    for (const int signal : {SIGHUP, SIGPIPE})
        if (!isIgnored(signal))
            watch(signal, 0);
}

int interruptionToWaitFor()
{
    if (::pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0)
        return -1;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        if (!isIgnored(signal))
            watch(signal, static_cast<int>(SA_RESETHAND));
    return pipeEnds[0];
}

bool interrupted() { return wasInterrupted != 0; }

} // namespace app
