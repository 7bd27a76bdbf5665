// SPDX-License-Identifier: GPL-3.0-or-later
// Studies as descriptions: that each is whole, what their options come to, and what their results look like.
#include "core/study/study.h"

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/io/atomic_file.h"
#include "core/study/curves.h"
#include "tests/core/io/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace {

using namespace core;

using OptionKind = StudyOption::Kind;

TEST(StudyDescriptions, AreWhole)
{
    std::set<std::string> ids;
    ASSERT_GE(studies().size(), 4U); // other tests walk through them, too
    for (const Study& study : studies()) {
        SCOPED_TRACE(study.id);
        EXPECT_TRUE(ids.insert(study.id).second);
        EXPECT_EQ(&studyById(study.id), &study);
        EXPECT_NE(study.run, nullptr);
        EXPECT_NE(study.findings, nullptr);
        EXPECT_FALSE(study.views.empty());
        EXPECT_TRUE(std::string(study.asks).ends_with("."));
        EXPECT_TRUE(std::string(study.means).ends_with("."));
        EXPECT_GE(study.mostModels, study.fewestModels);
        std::set<std::string> names;
        for (const StudyOption& option : study.options) {
            SCOPED_TRACE(option.name);
            EXPECT_TRUE(names.insert(option.name).second);
            EXPECT_NE(*option.label, '\0');
            EXPECT_NE(*option.meaning, '\0');
            EXPECT_EQ(option.kind == OptionKind::Choice, !option.choices.empty());
            EXPECT_EQ(option.belongsTo == nullptr, option.belongsToChoice == nullptr);
        }
        const StudyResults none;
        for (const StudyView& view : study.views) {
            const StudyDrawing drawing = view.draw({none, {}, {}, nullptr});
            if (const auto* plot = std::get_if<StudyPlot>(&drawing)) {
                EXPECT_TRUE(plot->curves.empty() && *plot->xTitle != '\0' && *plot->yTitle != '\0');
            }
        }
        EXPECT_TRUE(study.findings(none, {}).empty());
    }
}

TEST(StudyDescriptions, AnUnknownOneIsRefusedByASentenceThatNamesTheOthers)
{
    const std::string message = messageOf<Error>([] { studyById("alchemy"); });
    std::string known;
    for (const Study& study : studies())
        known += (known.empty() ? "" : ", ") + std::string(study.id);
    EXPECT_EQ(message, "The study \"alchemy\" is unknown; known are " + known + ".");
    EXPECT_NE(known.find("extrapolation, short-long"), std::string::npos);
}

const StudyOption kOptions[] = {
    {.name = "lengths", .kind = OptionKind::Lengths, .label = "", .meaning = "", .usual = "all"},
    {.name = "tokens", .kind = OptionKind::WholeNumber, .label = "", .meaning = "", .usual = "all"},
    {.name = "way",
     .kind = OptionKind::Choice,
     .label = "",
     .meaning = "",
     .choices = {{"by-foot", ""}, {"by-boat", ""}}},
    {.name = "oars",
     .kind = OptionKind::WholeNumber,
     .label = "",
     .meaning = "",
     .value = 2,
     .belongsTo = "way",
     .belongsToChoice = "by-boat"},
    {.name = "share", .kind = OptionKind::Share, .label = "", .meaning = "", .value = 0.25},
    {.name = "longest", .kind = OptionKind::Length, .label = "", .meaning = "", .usual = "what fits"},
    {.name = "quietly", .kind = OptionKind::Flag, .label = "", .meaning = ""},
};

TEST(StudyValues, ComeBackOrAreTheUsualOnes)
{
    StudyValues values(kOptions);
    EXPECT_TRUE(values.lengths("lengths").empty());
    EXPECT_EQ(values.number("tokens"), 0);
    EXPECT_EQ(values.choice("way"), "by-foot");
    EXPECT_EQ(values.number("oars"), 2);
    EXPECT_EQ(values.share("share"), 0.25);
    EXPECT_FALSE(values.flag("quietly"));
    EXPECT_EQ(values.longest(), 0);
    EXPECT_EQ(values.arguments(), (std::vector<std::string>{"--way", "by-foot", "--share", "0.25"}));

    values.set("lengths", std::vector<Index>{8, 32});
    values.set("tokens", Index{50});
    values.set("way", std::string("by-boat"));
    values.set("quietly", true);
    EXPECT_EQ(values.longest(), 32);
    values.set("longest", Index{64});
    EXPECT_EQ(values.longest(), 64);
    EXPECT_EQ(values.arguments(),
              (std::vector<std::string>{"--lengths", "8,32", "--tokens", "50", "--way", "by-boat", "--oars", "2",
                                        "--share", "0.25", "--longest", "64", "--quietly"}));
    values.set("tokens", Index{0}); // as a field says: the usual
    values.set("lengths", std::vector<Index>{});
    EXPECT_FALSE(values.given("tokens"));
    EXPECT_FALSE(values.given("lengths"));
    EXPECT_THROW(values.number("sails"), std::logic_error);
}

Measurement measured(std::size_t model, Index length, Windowing windowing, double perplexity)
{
    Measurement m;
    m.model = model;
    m.length = length;
    m.windowing = windowing;
    m.stride = windowing == Windowing::Sliding ? 1 : length;
    m.quantities = {{"perplexity", perplexity}, {"early_share", 10.0 / static_cast<double>(length)}};
    return m;
}

StudyResults twoModels(const char* study)
{
    StudyResults results;
    results.study = study;
    results.settings = {{"early", 10}};
    results.models = {{"builtin:alibi-64", "h", "s", "alibi", 64, 1000, {}},
                      {"/models/limited", "h", "s", "sinusoidal", 64, 1000, 64, true}};
    return results;
}

constexpr auto kBeside = Windowing::Nonoverlapping;
constexpr auto kSliding = Windowing::Sliding;
const std::vector<std::string> kLabels{"ALiBi-64", "Sinusoidal-64"};

template <typename Drawing = StudyPlot>
Drawing drawn(const StudyResults& results, std::size_t view, const std::string& choice = {},
              const PaperTables* paper = nullptr)
{
    return std::get<Drawing>(studyById(results.study).views.at(view).draw({results, kLabels, choice, paper}));
}

TEST(StudyViews, CurvesAreInTokensOrInMultiplesAndEndWithAMark)
{
    StudyResults results = twoModels("extrapolation");
    results.measurements = {measured(0, 64, kBeside, 30.0), measured(1, 64, kBeside, 31.0),
                            measured(0, 128, kBeside, 29.0)};
    const StudyPlot tokens = drawn(results, 0);
    ASSERT_EQ(tokens.curves.size(), 2U);
    EXPECT_EQ(tokens.curves[0].x, (std::vector<double>{64, 128}));
    EXPECT_EQ(tokens.curves[0].y, (std::vector<double>{30, 29}));
    EXPECT_EQ(tokens.trainingLength, 64.0);
    ASSERT_EQ(tokens.marks.size(), 1U);
    EXPECT_EQ(tokens.marks[0].text, sentence("{} ends", std::string("Sinusoidal-64")));
    EXPECT_EQ(tokens.marks[0].model, 1U);
    const StudyPlot multiples = drawn(results, 0, "multiples");
    EXPECT_EQ(multiples.curves[0].x, (std::vector<double>{1, 2}));
    EXPECT_FALSE(multiples.trainingLength);
}

TEST(StudyViews, ThePapersCurvesAreOnlyOfOurEncodings)
{
    StudyResults results = twoModels("extrapolation");
    results.models.pop_back();
    results.measurements = {measured(0, 64, kBeside, 30.0)};
    const PaperTables paper =
        PaperTables::parse(readFileBytes(std::string(RESOURCE_DIR) + "/paper/tables.json", 1 << 20));
    const StudyPlot plot = drawn(results, 0, "multiples", &paper);
    ASSERT_EQ(plot.curves.size(), 2U);
    EXPECT_EQ(plot.curves[1].label, sentence("paper: {}-{}", std::string("ALiBi"), 512));
    EXPECT_FALSE(plot.curves[1].model);
    EXPECT_TRUE(plot.curves[1].dashed);
    EXPECT_EQ(plot.curves[1].x.front(), 1.0);
    EXPECT_EQ(plot.curves[1].y.front(), 19.73); // table 2
    EXPECT_EQ(plot.curves[1].y.back(), 18.31);
}

TEST(StudyViews, LossByContextKeepsTheMean)
{
    StudyResults results = twoModels("windows");
    Measurement m = measured(0, 64, kBeside, 30.0);
    Series losses{"nll_by_position", {}};
    Series scored{"scored_by_position", {}};
    double sum = 0.0;
    for (int p = 0; p < 64; ++p) {
        losses.values.push_back(p == 5 ? NAN : 6.0 - 0.05 * p);
        scored.values.push_back(p == 5 ? 0.0 : 2.0);
        sum += p == 5 ? 0.0 : 6.0 - 0.05 * p;
    }
    m.series = {losses, scored};
    results.measurements = {m};
    const StudyPlot plot = drawn(results, 1, "64");
    ASSERT_EQ(plot.curves.size(), 1U);
    EXPECT_EQ(plot.curves[0].x.front(), 1.0);
    EXPECT_EQ(plot.curves[0].y.front(), 6.0);
    EXPECT_GT(plot.curves[0].x.size(), 8U);
    EXPECT_LT(plot.curves[0].x.size(), 32U);
    double least = sum;
    double most = 0.0;
    for (const double y : plot.curves[0].y) {
        EXPECT_TRUE(std::isfinite(y));
        least = std::min(least, y);
        most = std::max(most, y);
    }
    EXPECT_GT(sum / 63.0, least);
    EXPECT_LT(sum / 63.0, most);
    EXPECT_TRUE(drawn(results, 1, "128").curves.empty());
}

TEST(StudyViews, TheUsualLengthIsTheLongestThatIsScoredOften)
{
    StudyResults results = twoModels("windows");
    results.settings["tokens"] = 600;
    for (const Index length : {32, 64, 512})
        results.measurements.push_back(measured(0, length, kBeside, 30.0));
    const auto choices = studyById("windows").views[1].choices(results);
    ASSERT_EQ(choices.size(), 3U);
    EXPECT_FALSE(choices[0].usual);
    EXPECT_TRUE(choices[1].usual);
    EXPECT_FALSE(choices[2].usual);
}

TEST(StudyViews, ReachHasARowForEveryLayerAndAColumnForEveryHead)
{
    StudyResults results = twoModels("reach");
    for (int layer = 0; layer < 2; ++layer)
        for (int head = 0; head < 3; ++head) {
            Measurement m;
            m.length = 64;
            m.layer = layer;
            m.head = head;
            m.quantities = {{"entropy", 1.0 + layer + head}, {"bias_entropy", 0.5}};
            results.measurements.push_back(m);
        }
    const auto table = drawn<StudyTable>(results, 0, "entropy");
    ASSERT_EQ(table.rowNames.size(), 2U);
    ASSERT_EQ(table.header.size(), 3U);
    EXPECT_EQ(table.cells[1][2], sentence("{} / {}", plainNumber(4.0, 3), plainNumber(0.5, 3)));
    EXPECT_EQ(table.shares[1][2], 1.0);
    EXPECT_EQ(table.shares[0][0], 0.25);
}

std::string textOf(const std::vector<std::vector<Sentence>>& lines)
{
    std::string text;
    for (const auto& line : lines)
        for (const Sentence& sentence : line)
            text += sentence.format() + "|";
    return text;
}

TEST(StudyFindings, OfWindowsFollowTheNumbers)
{
    StudyResults results = twoModels("windows");
    results.models.pop_back();
    results.measurements = {measured(0, 32, kBeside, 35.0), measured(0, 64, kBeside, 30.0),
                            measured(0, 512, kBeside, 28.0), measured(0, 64, kSliding, 27.0),
                            measured(0, 512, kSliding, 27.2)};
    const auto lines = findingsOf(results, kLabels);
    ASSERT_EQ(lines.size(), 1U);
    ASSERT_EQ(lines[0].size(), 2U);
    EXPECT_EQ(lines[0][0].english(),
              "ALiBi-64, windows of 64 → 512 tokens: perplexity 30.0 → 28.0 side by side, 27.0 → 27.2 sliding; "
              "predictions from at most 10 tokens 15.6 % → 2.0 %.");
    EXPECT_NE(textOf(lines).find("is gone when no prediction lacks context"), std::string::npos);
    results.measurements[4] = measured(0, 512, kSliding, 26.0);
    EXPECT_NE(textOf(findingsOf(results, kLabels)).find("is left when no prediction"), std::string::npos);
    results.measurements[4] = measured(0, 512, kSliding, 90.0);
    results.measurements[2] = measured(0, 512, kBeside, 100.0);
    EXPECT_NE(textOf(findingsOf(results, kLabels)).find("worse both ways"), std::string::npos);
    results.measurements.resize(4);
    EXPECT_TRUE(findingsOf(results, kLabels).empty()); // nothing to compare yet
}

TEST(StudyFindings, OfShortAgainstLongCompareWhatThereIs)
{
    StudyResults results = twoModels("short-long");
    results.models[1].trainingLength = 128;
    results.models[1].limited = false;
    results.measurements = {measured(0, 128, kBeside, 29.0), measured(1, 128, kBeside, 58.0)};
    auto lines = findingsOf(results, kLabels);
    ASSERT_EQ(lines.size(), 1U);
    ASSERT_EQ(lines[0].size(), 1U); // the trainings come later
    EXPECT_EQ(lines[0][0].english(), "ALiBi-64 has 0.50 times the perplexity of Sinusoidal-64.");
    results.models.pop_back();
    results.measurements.pop_back();
    EXPECT_TRUE(findingsOf(results, kLabels).empty());
}

TEST(ShortLong, SaysWhichPairWouldDo)
{
    const auto misfit = studyById("short-long").misfit;
    const std::vector<int> listed{64, 128, 64};
    const auto fits = [&](std::vector<int> chosen) { return !misfit(chosen, listed); };
    EXPECT_TRUE(fits({64, 128}));
    EXPECT_FALSE(fits({64, 64}));
    EXPECT_FALSE(fits({64}));
    EXPECT_FALSE(fits({64, 128, 64}));
    EXPECT_NE(misfit({}, listed)->english().find("trained at 64 and one at 128."), std::string::npos);
    const std::vector<int> alike{64, 64};
    EXPECT_NE(misfit(alike, alike)->english().find("trained at 64 tokens. Train one at 128"), std::string::npos);
}

} // namespace
