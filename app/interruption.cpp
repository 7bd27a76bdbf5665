// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/interruption.h"

#include <signal.h>

namespace app {
namespace {

volatile sig_atomic_t wasInterrupted = 0;

void note(int) { wasInterrupted = 1; }

} // namespace

void watchInterruption()
{
    struct sigaction action
    {};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART | SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return wasInterrupted != 0; }

} // namespace app
