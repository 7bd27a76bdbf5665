// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/half.h"

#include <Eigen/Core>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace core {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

static_assert(floatToHalf(1.0f) == 0x3c00 && halfToFloat(0xc000) == -2.0f);
static_assert(floatToBfloat(1.0f) == 0x3f80 && bfloatToFloat(0xc000) == -2.0f);

// The definition in IEEE 754, by arithmetic.
double halfByDefinition(unsigned bits)
{
    const int exponent = static_cast<int>(bits >> 10 & 31);
    const int fraction = static_cast<int>(bits & 1023);
    const double sign = (bits & 0x8000) != 0 ? -1.0 : 1.0;
    return sign * (exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25));
}

TEST(Half, EveryValueHasItsMeaningAndComesBack)
{
    for (unsigned bits = 0; bits < 65536; ++bits) {
        const auto half = static_cast<std::uint16_t>(bits);
        const float value = halfToFloat(half);
        ASSERT_EQ(floatToHalf(value), half) << bits;
        ASSERT_EQ(std::signbit(value), bits >= 0x8000) << bits;
        if ((bits & 0x7c00) != 0x7c00)
            ASSERT_EQ(value, halfByDefinition(bits)) << bits;
        else if ((bits & 0x3ff) == 0)
            ASSERT_EQ(std::abs(value), infinity) << bits;
        else
            ASSERT_TRUE(std::isnan(value)) << bits;
    }
}

// Between every two neighbours, subnormal ones and the step to infinity included: just below the middle goes down, the
// middle to the even one, just above goes up.
TEST(Half, RoundsToNearestTiesToEven)
{
    for (unsigned bits = 0; bits < 0x7c00; ++bits) {
        const double next = bits == 0x7bff ? 65536.0 : halfByDefinition(bits + 1);
        const auto middle = static_cast<float>((halfByDefinition(bits) + next) / 2);
        const unsigned even = bits + (bits & 1);
        for (const unsigned sign : {0u, 0x8000u}) {
            const float signedMiddle = sign != 0 ? -middle : middle;
            ASSERT_EQ(floatToHalf(std::nextafter(signedMiddle, 0.0f)), sign | bits);
            ASSERT_EQ(floatToHalf(signedMiddle), sign | even);
            ASSERT_EQ(floatToHalf(std::nextafter(signedMiddle, sign != 0 ? -infinity : infinity)), sign | (bits + 1));
        }
    }
}

TEST(Half, ExtremesOfFloat)
{
    EXPECT_EQ(floatToHalf(std::numeric_limits<float>::max()), 0x7c00);
    EXPECT_EQ(floatToHalf(-65536.0f), 0xfc00);
    EXPECT_EQ(floatToHalf(std::numeric_limits<float>::denorm_min()), 0);
    EXPECT_EQ(floatToHalf(-std::numeric_limits<float>::denorm_min()), 0x8000);
    // A NaN whose payload lies in the bits that are cut off must not become infinite.
    EXPECT_EQ(floatToHalf(std::bit_cast<float>(0x7f800001u)), 0x7e00);
    EXPECT_EQ(floatToHalf(std::bit_cast<float>(0xffc00000u)), 0xfe00);
}

TEST(Bfloat, EveryValueComesBack)
{
    for (unsigned bits = 0; bits < 65536; ++bits)
        ASSERT_EQ(floatToBfloat(bfloatToFloat(static_cast<std::uint16_t>(bits))), bits);
}

TEST(Bfloat, RoundsToNearestTiesToEven)
{
    for (std::uint32_t bits = 0; bits < 0x7f80; ++bits) {
        for (const std::uint32_t sign : {0u, 0x8000u}) {
            const std::uint32_t exact = (sign | bits) << 16;
            ASSERT_EQ(floatToBfloat(std::bit_cast<float>(exact + 0x7fffu)), sign | bits);
            ASSERT_EQ(floatToBfloat(std::bit_cast<float>(exact + 0x8000u)), (sign | bits) + (bits & 1));
            ASSERT_EQ(floatToBfloat(std::bit_cast<float>(exact + 0x8001u)), (sign | bits) + 1);
        }
    }
}

TEST(Bfloat, ExtremesOfFloat)
{
    EXPECT_EQ(floatToBfloat(std::numeric_limits<float>::max()), 0x7f80);
    EXPECT_EQ(floatToBfloat(-infinity), 0xff80);
    EXPECT_EQ(floatToBfloat(std::bit_cast<float>(0x7f800001u)), 0x7fc0);
    EXPECT_EQ(floatToBfloat(std::bit_cast<float>(0xffffffffu)), 0xffff);
}

TEST(Half, IsWhatEigenTakesItFor)
{
    const auto bitsOf = [](auto value) { return Eigen::numext::bit_cast<std::uint16_t>(value); };
    for (unsigned bits = 0; bits < 65536; ++bits) {
        const auto given = static_cast<std::uint16_t>(bits);
        const float half = halfToFloat(given);
        const float bfloat = bfloatToFloat(given);
        if (!std::isnan(half)) {
            ASSERT_EQ(static_cast<float>(Eigen::numext::bit_cast<Eigen::half>(given)), half) << bits;
            ASSERT_EQ(bitsOf(Eigen::half(half)), given) << bits;
        }
        if (!std::isnan(bfloat)) {
            ASSERT_EQ(static_cast<float>(Eigen::numext::bit_cast<Eigen::bfloat16>(given)), bfloat) << bits;
            ASSERT_EQ(bitsOf(Eigen::bfloat16(bfloat)), given) << bits;
            ASSERT_EQ(bitsOf(Eigen::half(bfloat)), floatToHalf(bfloat)) << bits;
        }
    }
}

} // namespace
} // namespace core
