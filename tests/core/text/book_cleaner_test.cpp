// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/text/text_reader.h"

#include <gtest/gtest.h>

using namespace core;

namespace {

constexpr BookOptions strip{true, false, false};
constexpr BookOptions join{false, true, false};
constexpr BookOptions fold{false, false, true};

} // namespace

TEST(CleanBook, LeavesTextAloneWithEveryOptionOff)
{
    const std::string text = "\n\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n  “a”\nb  \n\n";
    EXPECT_EQ(cleanBook(text, {false, false, false}), text);
}

TEST(CleanBook, StripsHeaderAndFooter)
{
    EXPECT_EQ(cleanBook("About\n*** START OF THE PROJECT GUTENBERG EBOOK A TALE ***\n\n\nOne.\n  Two.\n\n"
                        "*** END OF THE PROJECT GUTENBERG EBOOK A TALE ***\nLicense\n",
                        strip),
              "One.\n  Two.");
}

TEST(CleanBook, KnowsTheOtherFormsOfTheMarkers)
{
    EXPECT_EQ(
        cleanBook("***START OF THIS PROJECT GUTENBERG EBOOK A***\nOne.\n***END OF THIS PROJECT GUTENBERG EBOOK A***\n"
                  "*** START: FULL LICENSE ***\n",
                  strip),
        "One.");
    EXPECT_EQ(cleanBook("*** Start of the Project Gutenberg eBook of A ***\nOne.\n", strip), "One.");
    EXPECT_EQ(cleanBook("*** START OF THIS PROJECT GUTENBERG EBOOK A LONG\nTITLE ON TWO LINES ***\nOne.", strip),
              "One.");
    EXPECT_EQ(cleanBook("One.\n*** END OF THE PROJECT GUTENBERG EBOOK A ***\nLicense", strip), "One.");
}

TEST(CleanBook, StripsCreditsAndTheOldEnding)
{
    EXPECT_EQ(
        cleanBook("*** START OF THE PROJECT GUTENBERG EBOOK A ***\n\nProduced by Nobody and\nothers\n\nA TALE\n\nOne.\n"
                  "\n\nEnd of Project Gutenberg's A Tale, by\nSomebody\n\n"
                  "*** END OF THE PROJECT GUTENBERG EBOOK A ***\n",
                  strip),
        "A TALE\n\nOne.");
    EXPECT_EQ(cleanBook("One.\n\nEnd of the Project Gutenberg EBook of A Tale\n", strip), "One.");
}

TEST(CleanBook, StripsNothingFromOtherTexts)
{
    EXPECT_EQ(cleanBook("Produced by hand.\n\n***\n*** START OF THE RACE ***\n\nThe end of the road.\n", strip),
              "Produced by hand.\n\n***\n*** START OF THE RACE ***\n\nThe end of the road.");
}

TEST(CleanBook, SurvivesMarkersAlone)
{
    EXPECT_EQ(cleanBook("*** START OF THE PROJECT GUTENBERG EBOOK A ***", strip), "");
    EXPECT_EQ(
        cleanBook("*** END OF THE PROJECT GUTENBERG EBOOK A ***\n*** START OF THE PROJECT GUTENBERG EBOOK A ***\nOne.",
                  strip),
        "One.");
    EXPECT_EQ(cleanBook("", strip), "");
    EXPECT_EQ(cleanBook("\n \n", {}), "");
}

TEST(CleanBook, JoinsHardLineBreaks)
{
    EXPECT_EQ(cleanBook("\n\n  One line\nand   another.  \n \t\n\n\nSecond\tparagraph\n    indented\n", join),
              "One line and another.\n\nSecond paragraph indented");
}

TEST(CleanBook, JoinsAfterDashesWithoutASpace)
{
    EXPECT_EQ(cleanBook("a well-\nknown thing--\nwell known—\nto all -\nbut one", join),
              "a well-known thing--well known—to all - but one");
    EXPECT_EQ(cleanBook("known—\nto all", {false, true, true}), "known--to all");
}

TEST(CleanBook, KeepsUnderscores) { EXPECT_EQ(cleanBook("a _very_\ngood", {}), "a _very_ good"); }

TEST(CleanBook, FoldsTypography)
{
    EXPECT_EQ(cleanBook("“a” „b” ‘c’ ‚d’ 1–2 e—f―g h… i\u00A0j", fold), "\"a\" \"b\" 'c' 'd' 1-2 e--f--g h... i j");
    EXPECT_EQ(cleanBook("x\u200By\uFEFFz\u200C\u200D\u2060", fold), "xyz");
    EXPECT_EQ(cleanBook("é œ 中 🙂\n\n", fold), "é œ 中 🙂\n\n");
}

TEST(BookOptions, GoThroughJson)
{
    for (int bits = 0; bits < 8; ++bits) {
        const BookOptions options{(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0};
        EXPECT_EQ(BookOptions::fromJson(options.toJson()), options);
    }
    EXPECT_EQ(BookOptions{}.toJson().dump(), R"({"strip_gutenberg":true,"join_lines":true,"fold_typography":true})");
    EXPECT_EQ(BookOptions::fromJson(OrderedJson::object()), BookOptions{});
}

TEST(BookOptions, RefuseWhatTheyDoNotKnow)
{
    for (const char* json : {"[]", "null", "true", R"({"join_lines":1})", R"({"joinLines":true})"})
        EXPECT_THROW(BookOptions::fromJson(OrderedJson::parse(json)), Error) << json;
}
