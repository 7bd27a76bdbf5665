// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/study_results.h"

#include "ui/library/library.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

core::Measurement measured(std::size_t model, core::Index length, core::Windowing windowing, double perplexity)
{
    core::Measurement m;
    m.model = model;
    m.length = length;
    m.windowing = windowing;
    m.stride = windowing == core::Windowing::Sliding ? 1 : length;
    m.quantities = {{"perplexity", perplexity}, {"early_share", 10.0 / static_cast<double>(length)}};
    return m;
}

core::Report reportOf(const char* study)
{
    core::Report report;
    report.study = study;
    report.settings = {{"early", 10}};
    report.models = {
        {"builtin:alibi-64", "h", "s", "alibi", 64, 1000, {}, {}},
        {"/models/limited", "h", "s", "sinusoidal", 64, 1000, 64, "The encoding takes at most 64 tokens."}};
    return report;
}

constexpr auto kBeside = core::Windowing::Nonoverlapping;
constexpr auto kSliding = core::Windowing::Sliding;

TEST(StudyResults, CurvesAreInTokensOrInMultiplesAndEndWithAMark)
{
    core::Report report = reportOf("extrapolation");
    report.measurements = {measured(0, 64, kBeside, 30.0), measured(1, 64, kBeside, 31.0),
                           measured(0, 128, kBeside, 29.0)};
    const auto tokens = ui::perplexityByLength(report, false, nullptr);
    ASSERT_EQ(tokens.curves.size(), 2);
    EXPECT_EQ(tokens.curves[0].x, (QVector<double>{64, 128}));
    EXPECT_EQ(tokens.curves[0].y, (QVector<double>{30, 29}));
    EXPECT_EQ(tokens.trainingLength, 64.0);
    ASSERT_EQ(tokens.marks.size(), 1);
    EXPECT_EQ(tokens.marks[0].text, QStringLiteral("Sinusoidal-64 ends"));
    const auto multiples = ui::perplexityByLength(report, true, nullptr);
    EXPECT_EQ(multiples.curves[0].x, (QVector<double>{1, 2}));
    EXPECT_FALSE(multiples.trainingLength);
}

TEST(StudyResults, ThePapersCurvesAreLabelledAndOnlyOfOurEncodings)
{
    core::Report report = reportOf("extrapolation");
    report.models.pop_back();
    report.measurements = {measured(0, 64, kBeside, 30.0)};
    const core::PaperTables paper = ui::paperTables();
    const auto content = ui::perplexityByLength(report, true, &paper);
    ASSERT_EQ(content.curves.size(), 2);
    EXPECT_EQ(content.curves[1].label, QStringLiteral("paper: ALiBi-512"));
    EXPECT_TRUE(content.curves[1].dashed);
    EXPECT_EQ(content.curves[1].x.first(), 1.0);
    EXPECT_EQ(content.curves[1].y.first(), 19.73); // table 2
    EXPECT_EQ(content.curves[1].y.last(), 18.31);
}

TEST(StudyResults, WindowsFindingsFollowTheNumbers)
{
    core::Report report = reportOf("windows");
    report.models.pop_back();
    report.measurements = {measured(0, 32, kBeside, 35.0), measured(0, 64, kBeside, 30.0),
                           measured(0, 512, kBeside, 28.0), measured(0, 64, kSliding, 27.0),
                           measured(0, 512, kSliding, 27.2)};
    ASSERT_EQ(ui::findings(report).size(), 1);
    EXPECT_EQ(ui::findings(report)[0],
              QStringLiteral("ALiBi-64, windows of 64 → 512 tokens: perplexity 30.0 → 28.0 side by side, 27.0 → 27.2 "
                             "sliding; predictions from at most 10 tokens 15.6 % → 2.0 %. What it gains side by side "
                             "is gone when no prediction lacks context."));
    report.measurements[4] = measured(0, 512, kSliding, 26.0);
    EXPECT_TRUE(ui::findings(report)[0].contains(QStringLiteral("Of the gain of 6.7 % side by side, 3.7 % is left")));
    report.measurements[4] = measured(0, 512, kSliding, 90.0);
    report.measurements[2] = measured(0, 512, kBeside, 100.0);
    EXPECT_TRUE(ui::findings(report)[0].contains(QStringLiteral("worse both ways")));
    report.measurements.resize(4);
    EXPECT_TRUE(ui::findings(report).isEmpty()); // nothing to compare yet
}

TEST(StudyResults, ExtrapolationFindingsNameTheBestAndTheLimit)
{
    core::Report report = reportOf("extrapolation");
    report.measurements = {measured(0, 64, kBeside, 30.0), measured(0, 128, kBeside, 28.0),
                           measured(0, 256, kBeside, 29.0)};
    EXPECT_EQ(ui::findings(report),
              (QStringList{QStringLiteral("ALiBi-64: 30.0 at its training length, 64 tokens; best 28.0 at 128; 29.0 at "
                                          "256."),
                           QStringLiteral("Sinusoidal-64: The encoding takes at most 64 tokens.")}));
}

TEST(StudyResults, LossByContextKeepsTheMean)
{
    core::Report report = reportOf("windows");
    core::Measurement m = measured(0, 64, kBeside, 30.0);
    core::Series losses{"nll_by_position", {}};
    core::Series scored{"scored_by_position", {}};
    double sum = 0.0;
    for (int p = 0; p < 64; ++p) {
        losses.values.push_back(p == 5 ? NAN : 6.0 - 0.05 * p);
        scored.values.push_back(p == 5 ? 0.0 : 2.0);
        sum += p == 5 ? 0.0 : 2.0 * losses.values.back();
    }
    m.series = {losses, scored};
    report.measurements = {m};
    const auto content = ui::lossByContext(report, 64);
    ASSERT_EQ(content.curves.size(), 1);
    EXPECT_EQ(content.curves[0].x.first(), 1.0);
    EXPECT_EQ(content.curves[0].y.first(), 6.0);
    EXPECT_GT(content.curves[0].x.size(), 8);
    EXPECT_LT(content.curves[0].x.size(), 32);
    for (const double y : content.curves[0].y)
        EXPECT_TRUE(std::isfinite(y));
    EXPECT_TRUE(ui::lossByContext(report, 128).curves.isEmpty());
}

TEST(StudyResults, ModelsOfOneKindStayDistinct)
{
    core::Report report = reportOf("extrapolation");
    report.models = {{"builtin:alibi-64", "", "", "alibi", 64, 9, {}, {}},
                     {"/a/seed-2", "", "", "alibi", 64, 9, {}, {}},
                     {"/b/seed-2", "", "", "alibi", 64, 9, {}, {}}};
    const QStringList labels = ui::modelLabels(report);
    const QVector<QColor> colours = ui::modelColours(report);
    for (qsizetype i = 0; i < 3; ++i)
        for (qsizetype j = 0; j < i; ++j) {
            EXPECT_NE(labels[i], labels[j]);
            EXPECT_NE(colours[i], colours[j]);
        }
}

TEST(StudyResults, TheTableLeavesOutColumnsWithoutAnything)
{
    core::Report report = reportOf("extrapolation");
    report.measurements = {measured(0, 64, kBeside, 30.0)};
    const ui::ResultTable table = ui::resultTable(report);
    EXPECT_EQ(table.header,
              (QStringList{QStringLiteral("model"), QStringLiteral("length"), QStringLiteral("windows"),
                           QStringLiteral("stride"), QStringLiteral("perplexity"), QStringLiteral("early share")}));
    ASSERT_EQ(table.rows.size(), 1);
    EXPECT_EQ(table.rows[0][4], QStringLiteral("30"));
}

} // namespace
