// SPDX-License-Identifier: GPL-3.0-or-later
// What once crashed a reader, and the seeds the fuzzers begin from, with whatever this build checks.
#include "core/io/atomic_file.h"
#include "tests/fuzz/reader.h"
#include "tests/fuzz/seeds.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <set>

namespace fuzz {
namespace {

const std::map<std::string, void (*)(std::string_view), std::less<>>& readers()
{
    static const std::map<std::string, void (*)(std::string_view), std::less<>> all{
#define READER(name) {#name, name},
#include "tests/fuzz/readers.def"
#undef READER
    };
    return all;
}

void replay(std::string_view reader, std::string_view bytes)
{
    const auto found = readers().find(reader);
    ASSERT_NE(found, readers().end()) << reader;
    const auto start = std::chrono::steady_clock::now();
    found->second(bytes);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20)); // a second where nothing else runs
}

TEST(Replay, WhatOnceCrashed)
{
    for (const auto& folder : std::filesystem::directory_iterator(CRASHES_DIR))
        for (const auto& file : std::filesystem::directory_iterator(folder)) {
            SCOPED_TRACE(file.path().string());
            replay(folder.path().filename().string(), core::readFileBytes(file.path(), 1 << 28));
        }
}

TEST(Replay, SeedsOfEveryReader)
{
    std::set<std::string> seen;
    makeSeeds([&](std::string_view reader, std::string_view bytes) {
        SCOPED_TRACE(reader);
        seen.emplace(reader);
        replay(reader, bytes);
        replay(reader, bytes.substr(0, bytes.size() / 2));
        replay(reader, {});
    });
    EXPECT_EQ(seen.size(), readers().size());
}

} // namespace
} // namespace fuzz
