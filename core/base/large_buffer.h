// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>

namespace core {

// Uninitialised memory for many numbers, 64-byte aligned. Two buffers (of at most 64 MB together) that nobody needs any
// more are kept for the next that ask: fresh memory costs a page fault for every 4 KB, which took as long as the
// numbers themselves. Large buffers ask for huge pages where the system has them. Any thread.
class LargeMemory
{
public:
    explicit LargeMemory(std::size_t bytes); // throws std::bad_alloc
    ~LargeMemory();
    LargeMemory(const LargeMemory&) = delete;
    LargeMemory& operator=(const LargeMemory&) = delete;

    void* data() { return m_memory; }

    // Gives back what is kept, for who measures or needs memory.
    static void freeSpares();

private:
    std::size_t m_bytes; // that there are; perhaps more than were asked for
    void* m_memory;
};

template <typename S>
class LargeBuffer
{
public:
    explicit LargeBuffer(std::size_t count)
        : m_memory(count * sizeof(S))
    {}

    S* data() { return static_cast<S*>(m_memory.data()); }

private:
    LargeMemory m_memory;
};

} // namespace core
