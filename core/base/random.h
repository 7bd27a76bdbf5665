// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace core {

// A small deterministic generator (SplitMix64, Steele, Lea & Flood 2014). The standard's distributions differ between
// libraries; a seed must mean the same numbers on every machine, so the distributions are ours too.
class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed)
    {}
    // Independent stream number `stream` of one seed, e.g. one per training step.
    Random(std::uint64_t seed, std::uint64_t stream);

    std::uint64_t next();
    // Uniform in [0, 1), 53 bits.
    double uniform();
    // Uniform in 0..bound-1 without bias; bound > 0.
    std::uint64_t below(std::uint64_t bound);
    // Normal with mean 0 and deviation 1 (Box–Muller).
    double normal();

private:
    std::uint64_t m_state;
};

} // namespace core
