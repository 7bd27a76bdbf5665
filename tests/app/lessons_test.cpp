// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include "core/base/json.h"

#include <QImage>

#include <algorithm>

namespace app {
namespace {

using core::Json;

TEST(Lessons, AreListed)
{
    const Ending text = run({"lessons"});
    ASSERT_EQ(text.code, 0) << text.err;
    EXPECT_EQ(std::ranges::count(text.out, '\n'), 8);
    EXPECT_TRUE(text.out.starts_with("order       A set does not know its order (4 minutes, 5 steps)\n")) << text.out;
    const Ending json = run({"lessons", "--format", "json"});
    ASSERT_EQ(json.code, 0) << json.err;
    const Json rows = Json::parse(json.out);
    ASSERT_EQ(rows.size(), 8U);
    EXPECT_EQ(rows[2].at("id"), "alibi");
    EXPECT_EQ(rows[2].at("minutes"), 6);
}

// Every claim, prediction and number of every lesson, on the models that are shipped.
TEST(Lessons, AllThatTheySayHolds)
{
    const Ending ending = run({"lessons", "--check", "--format", "json"});
    EXPECT_EQ(ending.code, 0) << ending.err;
    const Json rows = Json::parse(ending.out);
    EXPECT_GT(rows.size(), 150U);
    for (const Json& row : rows)
        EXPECT_TRUE(row.at("good")) << row.dump(1);
}

TEST(Lessons, OneThatDoesNotHoldIsNamedWithItsNumbers)
{
    const core::TemporaryFolder folder;
    const std::string file = (folder.path() / "own.json").string();
    const auto write = [&](const std::string& claim) {
        core::writeFileAtomically(file, R"({"alibi_lab_lesson": 1, "id": "own", "title": "Own", "minutes": 1,
            "steps": [{"text": ["One."], "claims": [")" +
                                            claim + R"("]}]})");
    };
    write("slope(alibi-64, 0) < slope(alibi-64, 1)");
    const Ending ending = run({"lessons", "--check", file});
    EXPECT_EQ(ending.code, 1);
    EXPECT_NE(ending.err.find("own steps[0].claims[0]: slope(alibi-64, 0) < slope(alibi-64, 1): it does not hold"),
              std::string::npos)
        << ending.err;
    EXPECT_NE(ending.err.find("slope of ALiBi trained at 64, head 1: 0.25"), std::string::npos) << ending.err;
    write("slope(alibi-64, 0) > slope(alibi-64, 1)");
    const Ending good = run({"lessons", "--check", file});
    EXPECT_EQ(good.code, 0) << good.err;
    EXPECT_EQ(good.out, "1 lessons, 1 expressions: all hold.\n");
    write("slope(alibi-64, 0) >");
    const Ending broken = run({"lessons", "--check", file});
    EXPECT_EQ(broken.code, 1);
    EXPECT_NE(broken.sentence().find("\"steps[0].claims[0]\": column 21"), std::string::npos) << broken.err;
    EXPECT_EQ(run({"lessons", "--check", "nothing"}).code, 1);
    EXPECT_NE(run({"lessons", "--check", "nothing"}).sentence().find("order, sinusoidal"), std::string::npos);
}

TEST(Lessons, AStepIsDrawnWithItsNumbers)
{
    const core::TemporaryFolder folder;
    const std::string file = (folder.path() / "step.png").string();
    const Ending ending =
        run({"--lesson", "alibi:2:answered", "--screenshot", file, "--size", "1280x720", "--theme", "light"});
    ASSERT_EQ(ending.code, 0) << ending.err;
    const QImage picture(QString::fromStdString(file));
    EXPECT_EQ(picture.size(), QSize(1280, 720));
    EXPECT_EQ(run({"--lesson", "alibi:9", "--screenshot", file}).code, 2);
    EXPECT_EQ(run({"--lesson", "alib", "--screenshot", file}).code, 1);
}

} // namespace
} // namespace app
