// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/encoding.h"

#include "core/base/error.h"
#include "core/text/text_reader.h"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace {

using namespace core;

std::string utf16(std::u16string_view text, bool littleEndian)
{
    std::string bytes;
    for (const char16_t unit : text) {
        const char high = static_cast<char>(unit >> 8);
        const char low = static_cast<char>(unit & 0xFF);
        bytes += littleEndian ? low : high;
        bytes += littleEndian ? high : low;
    }
    return bytes;
}

TEST(TextEncoding, Utf16IsReadWithAndWithoutItsMark)
{
    for (const bool little : {true, false}) {
        EXPECT_EQ(checkedText(utf16(u"\uFEFFcafé\r\n\U0001F600", little), "a"), "café\n😀");
        EXPECT_EQ(checkedText(utf16(u"a plain café", little), "a"), "a plain café");
        EXPECT_EQ(checkedText(utf16(u"一二三 四五\n六", little), "a"), "一二三 四五\n六");
    }
}

TEST(TextEncoding, BinaryFilesAreNotTakenForIt)
{
    for (const std::string& bytes :
         {std::string("a\0b", 3), std::string("\0\0\0\0ab", 6), std::string("ab\0cd", 5), std::string(100, '\0')})
        EXPECT_THROW(checkedText(bytes, "a"), Error);
    EXPECT_THROW(checkedText(utf16(u"\uFEFFa", true) + std::string("\x00\xD8", 2), "a"), Error); // half a character
}

TEST(TextEncoding, OldTextsBecomeUtf8)
{
    EXPECT_EQ(asUtf8("caf\xE9 \x93quoted\x94", "WINDOWS-1252", "a"), "café “quoted”");
    EXPECT_EQ(asUtf8("\xCF\xF0\xE8\xE2\xE5\xF2", "WINDOWS-1251", "a"), "Привет");
    std::string large(300'000, '\xE9');
    EXPECT_EQ(asUtf8(large, "WINDOWS-1252", "a").size(), 600'000U);
    for (const TextEncoding& encoding : kTextEncodings)
        EXPECT_EQ(asUtf8("plain", encoding.id, "a"), "plain") << encoding.id;
    EXPECT_THROW(asUtf8("\x81", "WINDOWS-1252", "a"), Error);
    EXPECT_THROW(asUtf8("a", "NO-SUCH-ENCODING", "a"), Error);
}

TEST(TextEncoding, TheSentenceOffersTheWay)
{
    try {
        checkedText("caf\xE9", "old.txt");
        FAIL() << "it was read";
    } catch (const TextEncodingError& problem) {
        EXPECT_NE(std::string(problem.what()).find("iconv -f WINDOWS-1252 -t UTF-8 old.txt"), std::string::npos);
        EXPECT_NE(std::string(problem.what()).find("offset 3"), std::string::npos);
    }
}

TEST(TextPipes, AreReadWhenAskedForAndUpToTheLimit)
{
    const std::filesystem::path pipe =
        std::filesystem::temp_directory_path() / ("alibi-pipe-" + std::to_string(::getpid()));
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const auto readWhile = [&](const std::string& written, std::uintmax_t limit) {
        std::thread writer([&] { std::ofstream(pipe) << written; });
        std::string result;
        try {
            result = readTextFile(pipe, limit, Streams::Read);
        } catch (const Error& problem) {
            result = problem.what();
        }
        writer.join();
        return result;
    };
    EXPECT_EQ(readWhile("one\r\ntwo", 100), "one\ntwo");
    EXPECT_NE(readWhile("one two three", 5).find("more than 5 bytes"), std::string::npos);
    EXPECT_THROW(readTextFile(pipe), Error); // in a window nobody waits for a writer
    std::filesystem::remove(pipe);
}

} // namespace
