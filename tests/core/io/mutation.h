// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/random.h"

#include <gtest/gtest.h>

#include <string>

namespace core {

// Changes, removes, adds, cuts or repeats a few bytes.
inline std::string mutated(std::string bytes, Random& random)
{
    const auto at = [&] { return static_cast<std::size_t>(random.below(bytes.size() + 1)); };
    for (std::uint64_t times = 1 + random.below(4); times > 0 && !bytes.empty(); --times) {
        const std::size_t place = random.below(bytes.size());
        switch (random.below(6)) {
        case 0:
            bytes[place] = static_cast<char>(random.below(256));
            break;
        case 1:
            bytes[place] = static_cast<char>(bytes[place] ^ (1 << random.below(8)));
            break;
        case 2: // a digit, bracket or quotation mark: these get furthest into a text
            bytes[place] = "0123456789{}[](),:'\"- "[random.below(22)];
            break;
        case 3:
            bytes.erase(place, 1 + random.below(3));
            break;
        case 4:
            bytes.insert(at(), bytes.substr(place, 1 + random.below(12)));
            break;
        default:
            if (random.below(8) == 0)
                bytes.resize(place);
        }
    }
    return bytes;
}

// Thousands of damaged files: `parse` must load each or throw core::Error. Returns how many loaded.
template <typename Parse>
int parseMutations(const std::string& valid, int count, Parse&& parse)
{
    int loaded = 0;
    for (int i = 0; i < count; ++i) {
        Random random(20260, static_cast<std::uint64_t>(i));
        const std::string bytes = mutated(valid, random);
        try {
            parse(bytes);
            ++loaded;
        } catch (const Error& failure) {
            EXPECT_GT(std::string(failure.what()).size(), 20u) << i;
        }
    }
    return loaded;
}

} // namespace core
