// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
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
typedef int IntVector __attribute__((vector_size(kBytes)));
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

// exp(x) for x <= 0 (anything above 80 is not a case here). Below -87.3, where float has only subnormals left, the
// result is exactly 0, so a masked score of -infinity becomes a weight of exactly 0.
// Cody–Waite reduction x = n ln2 + r, |r| <= ln2/2, and a polynomial of degree 6 for exp(r): at most 4 ulp (tested).
inline FloatVector exp(FloatVector x)
{
    const FloatVector clamped = max(x, broadcast(-88.0F));
    // Adding and taking away 1.5 * 2^23 rounds to the nearest integer.
    const FloatVector shifted = clamped * 1.44269504F + 12582912.0F;
    const FloatVector n = shifted - 12582912.0F;
    const FloatVector r = (clamped - n * 0.693359375F) - n * -2.12194440e-4F;
    FloatVector p = r * 1.3981999e-3F + 8.3334519e-3F;
    p = p * r + 4.1665795e-2F;
    p = p * r + 1.6666665e-1F;
    p = p * r + 0.5F;
    p = p * r + 1.0F;
    p = p * r + 1.0F;
    IntVector bits;
    std::memcpy(&bits, &p, sizeof bits);
    bits += __builtin_convertvector(n, IntVector) << 23;
    std::memcpy(&p, &bits, sizeof p);
    return x < -87.33F ? FloatVector{} : p;
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
