// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

namespace core {

// IEEE 754 binary16 (1 sign, 5 exponent, 10 fraction bits) and bfloat16 (1, 8, 7), as their bits. Narrowing rounds to
// the nearest, ties to even; what is too large becomes infinite. NaN keeps its sign and the upper part of its payload.
// No branches that depend on the data, so that loops over these vectorise. Eigen's own types give a NaN another payload
// when they narrow it and widen bfloat16 at 1.6 to 4 times the cost; for all other numbers a test compares the two.

constexpr std::uint16_t floatToHalf(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = (bits >> 16) & 0x8000u;
    const std::uint32_t magnitude = bits & 0x7fffffffu;
    // Exponent bias 127 -> 15; adding half a unit less one, plus the last kept bit, rounds ties to even and carries
    // into the exponent, up to infinity.
    const std::uint32_t normal = (magnitude - (112u << 23) + 0xfffu + ((magnitude >> 13) & 1u)) >> 13;
    // Near 0.5 a float's unit is 2^-24, that of the smallest halves: the addition does the rounding.
    const std::uint32_t subnormal =
        std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + 0.5f) - std::bit_cast<std::uint32_t>(0.5f);
    const std::uint32_t payload = (magnitude >> 13) & 0x3ffu;
    const std::uint32_t nan = 0x7c00u | (payload != 0 ? payload : 0x200u);

    std::uint32_t result = magnitude < (113u << 23) ? subnormal : normal; // 2^-14, the smallest normal half
    result = magnitude >= (143u << 23) ? 0x7c00u : result;                // 2^16
    result = magnitude > 0x7f800000u ? nan : result;
    return static_cast<std::uint16_t>(sign | result);
}

constexpr float halfToFloat(std::uint16_t half)
{
    const std::uint32_t sign = (half & 0x8000u) << 16;
    const std::uint32_t fraction = (half & 0x7fffu) << 13;
    const std::uint32_t normal = fraction + (112u << 23);
    const float subnormal = std::bit_cast<float>(fraction + (113u << 23)) - std::bit_cast<float>(113u << 23);

    std::uint32_t result = fraction < (1u << 23) ? std::bit_cast<std::uint32_t>(subnormal) : normal;
    result = fraction >= (31u << 23) ? fraction | 0x7f800000u : result; // infinity and NaN
    return std::bit_cast<float>(sign | result);
}

constexpr std::uint16_t floatToBfloat(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    const std::uint32_t cut = bits >> 16;
    const std::uint32_t nan = (cut & 0x7fu) != 0 ? cut : cut | 0x40u;
    return static_cast<std::uint16_t>((bits & 0x7fffffffu) > 0x7f800000u ? nan : rounded);
}

constexpr float bfloatToFloat(std::uint16_t bfloat) { return std::bit_cast<float>(std::uint32_t{bfloat} << 16); }

} // namespace core
