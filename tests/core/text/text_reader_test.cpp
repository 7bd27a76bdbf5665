// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/text/text_reader.h"
#include "tests/core/io/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <unistd.h>

using namespace core;
using namespace std::string_literals;

namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class TextReader : public testing::Test
{
protected:
    void SetUp() override { std::filesystem::create_directories(m_folder); }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    std::filesystem::path write(std::string_view bytes) const
    {
        const auto path = m_folder / "text.txt";
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

    const std::filesystem::path m_folder =
        std::filesystem::temp_directory_path() / fmt::format("alibi_lab_text_reader_{}", ::getpid());
};

} // namespace

TEST_F(TextReader, ReadsAFile)
{
    EXPECT_EQ(readTextFile(write("\xEF\xBB\xBFone\r\ntwo\rthree\n\r\n")), "one\ntwo\nthree\n\n");
    EXPECT_EQ(readTextFile(write("")), "");
}

TEST_F(TextReader, SaysWhatIsWrongWithAFile)
{
    EXPECT_TRUE(
        contains(messageOf<Error>([&] { readTextFile(m_folder / "missing.txt"); }), "missing.txt: there is no such"));
    EXPECT_TRUE(contains(messageOf<Error>([&] { readTextFile(m_folder); }), "folder"));
    EXPECT_TRUE(contains(messageOf<Error>([] { readTextFile("/dev/zero"); }), "not a regular file"));
    const std::string tooLarge = messageOf<Error>([&] { readTextFile(write("12345"), 4); });
    EXPECT_TRUE(contains(tooLarge, "5 bytes") && contains(tooLarge, "the 4 allowed")) << tooLarge;
    EXPECT_EQ(readTextFile(write("1234"), 4), "1234");
}

TEST_F(TextReader, ChecksTheTextOfAFile)
{
    const std::string message = messageOf<Error>([&] { readTextFile(write("ab\xC3")); });
    EXPECT_TRUE(contains(message, "text.txt") && contains(message, "offset 2")) << message;
}

TEST(CheckedText, AcceptsWhatIsUtf8)
{
    for (const auto text : {"", "plain", "é … 中 🙂", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF\xEE\x80\x80"})
        EXPECT_EQ(checkedText(text, "typed text"), text);
}

TEST(CheckedText, NamesTheOffsetOfInvalidUtf8)
{
    const std::pair<std::string, int> cases[] = {
        {"\x80", 0},                 // a continuation byte alone
        {"ab\xC0\x80", 2},           // overlong, two bytes
        {"\xC1\xBF", 0},             //
        {"é\xE0\x80\xAF", 2},        // overlong, three bytes
        {"x\xF0\x80\x80\xAF", 1},    // overlong, four bytes
        {"abc\xED\xA0\x80", 3},      // a surrogate
        {"\xF4\x90\x80\x80", 0},     // above U+10FFFF
        {"abcd\xF8\x88\x80\x80", 4}, // no such lead byte
        {"🙂\xE2\x80", 4},         // cut off at the end
        {"\xE2\x80 x", 0},           // cut off by a blank
        {"\xEF\xBB\xBF\r\n\xFF", 5}, // counted in the bytes as they came
    };
    for (const auto& [bytes, offset] : cases) {
        const std::string message = messageOf<Error>([&] { checkedText(bytes, "pasted text"); });
        EXPECT_TRUE(message.starts_with("pasted text: ")) << message;
        EXPECT_TRUE(contains(message, fmt::format("offset {})", offset))) << message << ", not " << offset;
    }
}

TEST(CheckedText, RecognizesBinaryFilesAndUtf16)
{
    const std::string binary = messageOf<Error>([] { checkedText("\x89PN\0\xFF"s, "picture.png"); });
    EXPECT_TRUE(contains(binary, "binary file") && contains(binary, "offset 3")) << binary;
    std::string anything; // with blanks beside zeros, as UTF-16 has
    std::mt19937 random(3);
    for (int i = 0; i < 5000; ++i)
        anything += static_cast<char>(random());
    anything += " \0"s;
    const std::string noText = messageOf<Error>([&] { checkedText(anything, "rnd.bin"); });
    EXPECT_TRUE(contains(noText, "binary file")) << noText;
    EXPECT_EQ(checkedText("\xFF\xFEh\0i\0"s, "notes.txt"), "hi");
    EXPECT_EQ(checkedText("\xFE\xFF\0h"s, "notes.txt"), "h");
}

TEST(CheckedText, RemovesOnlyTheFirstByteOrderMark)
{
    EXPECT_EQ(checkedText("\xEF\xBB\xBF\xEF\xBB\xBFx", "text"), "\xEF\xBB\xBFx");
}

TEST(CheckedText, EndsLinesWithLineFeeds)
{
    EXPECT_EQ(checkedText("a\rb\r\nc\nd\r\r\n\r", "text"), "a\nb\nc\nd\n\n\n");
}
