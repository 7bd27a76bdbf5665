// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/large_buffer.h"

#include "tests/core/sanitized.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace {

using namespace core;

TEST(LargeBuffer, IsAlignedAndItsOwn)
{
    std::vector<LargeBuffer<float>*> buffers;
    for (const std::size_t count : {1U, 17U, 1000U, 700'000U, 700'000U, 3'000'000U})
        buffers.push_back(new LargeBuffer<float>(count));
    for (LargeBuffer<float>* buffer : buffers)
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer->data()) % 64, 0U);
    for (std::size_t i = 0; i < buffers.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_NE(buffers[i]->data(), buffers[j]->data());
    for (LargeBuffer<float>* buffer : buffers)
        delete buffer;
}

TEST(LargeBuffer, GivesAnOldOneToTheNextThatAsksForAsMuch)
{
    float* before = nullptr;
    {
        LargeBuffer<float> buffer(5'000'000);
        before = buffer.data();
    }
    LargeBuffer<float> far(40'000'000); // not for one so much larger
    EXPECT_NE(far.data(), before);
    LargeBuffer<float> next(4'900'000);
    EXPECT_EQ(next.data(), before);
}

TEST(LargeBuffer, KeepsNothingOnceItIsFreed)
{
    {
        LargeBuffer<float> buffer(5'000'000);
    }
#if defined(__GLIBC__)
    if (!kSanitized) { // a sanitizer has an account of its own
        const auto inUse = [] { return ::mallinfo2().hblkhd + ::mallinfo2().uordblks; };
        const std::size_t kept = inUse();
        LargeMemory::freeSpares();
        EXPECT_LE(inUse() + 20'000'000, kept);
    }
#endif
    LargeMemory::freeSpares(); // again: nothing happens
    LargeBuffer<float> next(5'000'000);
    EXPECT_NE(next.data(), nullptr);
}

} // namespace
