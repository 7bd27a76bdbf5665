// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/study_results.h"

#include "core/study/study.h"
#include "ui/library/library.h"

#include <gtest/gtest.h>

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

core::StudyResults resultsOf(const char* study)
{
    core::StudyResults results;
    results.study = study;
    results.settings = {{"early", 10}};
    results.models = {{"builtin:alibi-64", "h", "s", "alibi", 64, 1000, {}},
                      {"/models/limited", "h", "s", "sinusoidal", 64, 1000, 64, true}};
    return results;
}

constexpr auto kBeside = core::Windowing::Nonoverlapping;
constexpr auto kSliding = core::Windowing::Sliding;

TEST(StudyResults, CurvesHaveWordsAndTheColoursOfTheirModels)
{
    core::StudyResults results = resultsOf("windows");
    results.measurements = {measured(0, 64, kBeside, 30.0), measured(0, 64, kSliding, 27.0)};
    const core::PaperTables paper = ui::paperTables();
    const auto& view = core::studyById("windows").views[0];
    const auto content =
        ui::contentOf(std::get<core::StudyPlot>(ui::drawingOf(view, results, "multiples", &paper)), results);
    ASSERT_GE(content.curves.size(), 3);
    EXPECT_EQ(content.curves[0].label, QStringLiteral("ALiBi-64, side by side"));
    EXPECT_EQ(content.curves[1].label, QStringLiteral("ALiBi-64, sliding"));
    EXPECT_EQ(content.curves[1].colour, ui::modelColours(results)[0]);
    EXPECT_TRUE(content.curves[1].dashed && content.curves[1].points);
    EXPECT_TRUE(content.curves[2].label.startsWith(QStringLiteral("paper: ")));
    EXPECT_NE(content.curves[2].colour, ui::modelColours(results)[0]);
    EXPECT_FALSE(content.curves[2].points);
    EXPECT_EQ(content.curves[1].origin, ui::Origin::Measured);
    EXPECT_EQ(content.curves[2].origin, ui::Origin::Paper);
    ASSERT_EQ(content.marks.size(), 2);
    EXPECT_EQ(content.marks[0].text, QStringLiteral("Sinusoidal-64 ends"));
    EXPECT_EQ(content.marks[1].text, QStringLiteral("training length"));
}

TEST(StudyResults, ExtrapolationFindingsNameTheBestAndTheLimit)
{
    core::StudyResults results = resultsOf("extrapolation");
    results.measurements = {measured(0, 64, kBeside, 30.0), measured(0, 128, kBeside, 28.0),
                            measured(0, 256, kBeside, 29.0)};
    EXPECT_EQ(ui::findings(results),
              (QStringList{QStringLiteral("ALiBi-64: 30.0 at its training length, 64 tokens; best 28.0 at 128; 29.0 at "
                                          "256."),
                           QStringLiteral("Sinusoidal-64: The \"sinusoidal\" encoding takes at most 64 tokens.")}));
}

TEST(StudyResults, ModelsOfOneKindStayDistinct)
{
    core::StudyResults results = resultsOf("extrapolation");
    results.models = {{"builtin:alibi-64", "", "", "alibi", 64, 9, {}},
                      {"/a/seed-2", "", "", "alibi", 64, 9, {}},
                      {"/b/seed-2", "", "", "alibi", 64, 9, {}}};
    const QStringList labels = ui::modelLabels(results);
    const QVector<QColor> colours = ui::modelColours(results);
    for (qsizetype i = 0; i < 3; ++i)
        for (qsizetype j = 0; j < i; ++j) {
            EXPECT_NE(labels[i], labels[j]);
            EXPECT_NE(colours[i], colours[j]);
        }
}

TEST(StudyResults, TheTableLeavesOutColumnsWithoutAnything)
{
    core::StudyResults results = resultsOf("extrapolation");
    results.measurements = {measured(0, 64, kBeside, 30.0)};
    const ui::ResultTable table = ui::resultTable(results);
    EXPECT_EQ(table.header,
              (QStringList{QStringLiteral("model"), QStringLiteral("length"), QStringLiteral("windows"),
                           QStringLiteral("stride"), QStringLiteral("perplexity"), QStringLiteral("early share")}));
    ASSERT_EQ(table.rows.size(), 1);
    EXPECT_EQ(table.rows[0][4], QStringLiteral("30"));
}

} // namespace
