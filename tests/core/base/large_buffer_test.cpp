// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/large_buffer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

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

} // namespace
