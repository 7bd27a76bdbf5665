// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/picture_session.h"

#include "core/base/error.h"
#include "core/setup/session_file.h"
#include "tests/core/io/temporary_folder.h"

#include <gtest/gtest.h>

namespace core {
namespace {

std::string chunk(std::string_view type, std::string_view content)
{
    std::string bytes;
    for (const int shift : {24, 16, 8, 0})
        bytes += static_cast<char>(content.size() >> static_cast<unsigned>(shift) & 0xFFU);
    return bytes.append(type).append(content).append("CRC4");
}

std::string png(const std::string& chunks)
{
    return "\x89PNG\r\n\x1a\n" + chunk("IHDR", std::string(13, '\0')) + chunks + chunk("IEND", "");
}

const std::string kName = "Session" + std::string(5, '\0');

TEST(PictureSession, IsFoundInEveryFormat)
{
    const std::string other = chunk("iTXt", "Title" + std::string(5, '\0') + "Session");
    EXPECT_EQ(sessionInPicture(png(other + chunk("iTXt", kName + "{\"a\": \"é\"}"))), "{\"a\": \"é\"}");
    EXPECT_EQ(sessionInPicture("<?xml version=\"1.0\"?>\n<svg><alibi:Session>{&quot;a&quot;: &lt;&amp;&gt;}"
                               "</alibi:Session></svg>"),
              "{\"a\": <&>}");
    EXPECT_EQ(sessionInPicture("%PDF-1.4\n<alibi:Session>{&quot;&amp;lt;&quot;}</alibi:Session>"), "{\"&lt;\"}");
}

TEST(PictureSession, WhatIsDamagedHasNone)
{
    const std::string whole = png(chunk("iTXt", kName + "{\"a\": 1}"));
    for (std::size_t cut = 0; cut < whole.size() - 12; ++cut) // the last chunk says nothing
        EXPECT_EQ(sessionInPicture(whole.substr(0, cut)).value_or("{\"a\": 1}"), "{\"a\": 1}")
            << "whole or not at all, cut at " << cut;
    EXPECT_FALSE(sessionInPicture(whole.substr(0, 60)));
    std::string huge = whole;
    huge[8 + 25] = '\x7F'; // the length of the chunk behind the header
    EXPECT_FALSE(sessionInPicture(huge));
    EXPECT_FALSE(sessionInPicture(png(chunk("tEXt", kName + "{}"))));
    EXPECT_FALSE(sessionInPicture(png(chunk("iTXt", std::string("Session\0\1\0\0\0x", 13)))))
        << "compressed is not ours";
    EXPECT_FALSE(sessionInPicture("<svg><alibi:Session>{}"));
    EXPECT_FALSE(sessionInPicture("{\"alibi_lab_session\": 3, \"a\": \"<alibi:Session>{}</alibi:Session>\"}"));
    EXPECT_FALSE(sessionInPicture(""));
}

TEST(PictureSession, APictureIsReadAsASessionIs)
{
    SavedSession session;
    session.setup.columns = {{"models/a", {}, Json::object()}};
    session.setup.columns[0].model = "/x/y/models/a";
    const std::string text = sessionText(session, "/x/y/s.png");
    EXPECT_EQ(parseSession(png(chunk("iTXt", kName + text)), "/new/place/s.png").setup.columns[0].model,
              "/new/place/models/a")
        << "where the picture is";
    const std::string none = messageOf<Error>([&] { parseSession(png({}), "/a/b.png"); });
    EXPECT_NE(none.find("b.png"), std::string::npos) << none;
    EXPECT_NE(none.find("no session"), std::string::npos) << none;
    // A picture in a picture is no session.
    EXPECT_THROW(parseSession(png(chunk("iTXt", kName + png(chunk("iTXt", kName + text)))), "/a/b.png"), Error);
}

} // namespace
} // namespace core
