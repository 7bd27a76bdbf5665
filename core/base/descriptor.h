// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unistd.h>

namespace core {

// An open file, closed at the end; negative: none.
struct Descriptor
{
    int value = -1;

    explicit Descriptor(int opened)
        : value(opened)
    {}
    ~Descriptor()
    {
        if (value >= 0)
            ::close(value);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
};

} // namespace core
