// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

// Vectors of the widest kind the build's processor has, through the compiler's vector extensions: the same source gives
// AVX-512, AVX2, SSE2 or NEON code, and the arithmetic operators just work on whole vectors.
namespace core::simd {

#if defined(__AVX512F__)
inline constexpr int kBytes = 64;
inline constexpr bool kManyRegisters = true; // 32 vector registers instead of 16
#elif defined(__AVX__)
inline constexpr int kBytes = 32;
inline constexpr bool kManyRegisters = false;
#elif defined(__aarch64__)
inline constexpr int kBytes = 16;
inline constexpr bool kManyRegisters = true;
#else
inline constexpr int kBytes = 16;
inline constexpr bool kManyRegisters = false;
#endif

template <typename S>
inline constexpr int kLanes = kBytes / static_cast<int>(sizeof(S));

// clang-format off
typedef float FloatVector __attribute__((vector_size(kBytes)));
typedef double DoubleVector __attribute__((vector_size(kBytes)));
typedef unsigned UnsignedVector __attribute__((vector_size(kBytes)));
// clang-format on

template <typename S>
using Vector = std::conditional_t<std::is_same_v<S, float>, FloatVector, DoubleVector>;

template <typename S>
inline Vector<S> load(const S* p)
{
    Vector<S> v;
    std::memcpy(&v, p, sizeof v);
    return v;
}

template <typename S>
inline void store(S* p, Vector<S> v)
{
    std::memcpy(p, &v, sizeof v);
}

template <typename S>
inline Vector<S> broadcast(S value)
{
    return Vector<S>{} + value;
}

template <typename V>
inline V max(V a, V b)
{
    return a > b ? a : b;
}

// Whether any lane of a comparison's result is true.
template <typename Mask>
inline bool any(Mask mask)
{
    std::uint64_t parts[sizeof(Mask) / sizeof(std::uint64_t)];
    std::memcpy(parts, &mask, sizeof mask);
    std::uint64_t all = 0;
    for (const std::uint64_t part : parts)
        all |= part;
    return all != 0;
}

// Below this exp() gives exactly 0: float has only subnormals left there.
template <typename S>
inline constexpr S kExpIsZero = std::is_same_v<S, float> ? S(-87.33) : S(-746);

// exp(x) for x <= 0 (anything above 80 is not a case here). Exactly 0 below kExpIsZero, so a masked score of -infinity
// becomes a weight of exactly 0; exactly 1 at 0.
// Cody–Waite reduction x = n ln2 + r, |r| <= ln2/2, and a polynomial of degree 5 for exp(r), fitted to the smallest
// relative error (1.05e-7) with the first two coefficients 1: at most 4 ulp (tested).
inline FloatVector exp(FloatVector x)
{
    // Adding and taking away 1.5 * 2^23 rounds to the nearest integer n, whose bits stand at the low end of the sum.
    const FloatVector shifted = x * 1.44269504F + 12582912.0F;
    const FloatVector n = shifted - 12582912.0F;
    const FloatVector r = (x - n * 0.693359375F) - n * -2.12194440e-4F;
    FloatVector p = r * 8.312501e-3F + 4.1890332e-2F;
    p = p * r + 1.6667115e-1F;
    p = p * r + 4.9999230e-1F;
    p = p * r + 1.0F;
    p = p * r + 1.0F;
    UnsignedVector bits;
    UnsignedVector power;
    std::memcpy(&bits, &p, sizeof bits);
    std::memcpy(&power, &shifted, sizeof power);
    bits += power << 23; // times 2^n
    std::memcpy(&p, &bits, sizeof p);
    return x < kExpIsZero<float> ? FloatVector{} : p;
}

// Doubles serve the tests' central differences, where exactness matters and speed does not.
inline DoubleVector exp(DoubleVector x)
{
    DoubleVector y;
    for (int i = 0; i < kLanes<double>; ++i)
        y[i] = std::exp(x[i]);
    return y;
}

} // namespace core::simd
