// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/large_buffer.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace core {
namespace {

constexpr std::size_t kHugePage = std::size_t{1} << 21;
constexpr std::size_t kMostSpare = std::size_t{64} << 20;

void* freshMemory(std::size_t bytes)
{
    void* memory = std::aligned_alloc(bytes >= kHugePage ? kHugePage : 64, bytes);
    if (memory == nullptr)
        throw std::bad_alloc();
#if defined(MADV_HUGEPAGE)
    if (bytes >= kHugePage)
        madvise(memory, bytes, MADV_HUGEPAGE); // a wish: when it is refused, everything works as before
#endif
    return memory;
}

// What is kept for the next that asks.
class Spares
{
public:
    // The smallest that is enough, unless it would waste more than half; null when there is none.
    void* take(std::size_t& bytes)
    {
        const std::lock_guard lock(m_mutex);
        Spare* best = nullptr;
        for (Spare& spare : m_spares)
            if (spare.memory != nullptr && spare.bytes >= bytes && spare.bytes <= 2 * bytes &&
                (best == nullptr || spare.bytes < best->bytes))
                best = &spare;
        if (best == nullptr)
            return nullptr;
        bytes = best->bytes;
        return std::exchange(*best, {}).memory;
    }

    void freeAll()
    {
        const std::lock_guard lock(m_mutex);
        for (Spare& spare : m_spares)
            std::free(std::exchange(spare, {}).memory);
    }

    // Keeps it in the place of the oldest.
    void keep(void* memory, std::size_t bytes)
    {
        Spare given{memory, bytes};
        {
            const std::lock_guard lock(m_mutex);
            if (bytes <= kMostSpare / m_spares.size())
                std::swap(given, m_spares[std::exchange(m_oldest, (m_oldest + 1) % m_spares.size())]);
        }
        std::free(given.memory);
    }

private:
    struct Spare
    {
        void* memory = nullptr;
        std::size_t bytes = 0;
    };
    std::mutex m_mutex;
    std::array<Spare, 2> m_spares;
    std::size_t m_oldest = 0;
};

Spares& spares()
{
    static auto* const all = new Spares; // never destroyed: buffers may outlive every other static object
    return *all;
}

std::size_t roundedUp(std::size_t bytes)
{
    const std::size_t unit = bytes >= kHugePage ? kHugePage : 64;
    return std::max(unit, (bytes + unit - 1) / unit * unit);
}

} // namespace

LargeMemory::LargeMemory(std::size_t bytes)
    : m_bytes(roundedUp(bytes))
    , m_memory(spares().take(m_bytes))
{
    if (m_memory == nullptr)
        m_memory = freshMemory(m_bytes);
}

void LargeMemory::freeSpares() { spares().freeAll(); }

LargeMemory::~LargeMemory() { spares().keep(m_memory, m_bytes); }

} // namespace core
