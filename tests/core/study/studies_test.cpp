// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/atomic_file.h"
#include "core/study/extrapolation.h"
#include "core/study/paper.h"
#include "core/study/part.h"
#include "core/study/reach.h"
#include "core/study/short_long.h"
#include "core/study/windows.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"
#include "tests/core/sanitized.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>

namespace {

using namespace core;

Subject subject(const std::string& encoding, std::size_t tokens, bool text = true)
{
    Subject s{"models/" + encoding,  "0123456789abcdef",   std::string(64, 'a'),
              randomModel(encoding), randomTokens(tokens), {}};
    if (text)
        for (std::size_t i = 0; i < tokens; ++i)
            s.tokenBytes.push_back(1 + static_cast<int>(i % 3));
    return s;
}

std::vector<Subject> two(std::size_t tokens) { return {subject("alibi", tokens), subject("sinusoidal", tokens)}; }

class Studies : public testing::Test
{
protected:
    ThreadPool m_pool{2};
};

TEST(ExtrapolationLengths, AreFineJustPastTheTrainingLength)
{
    EXPECT_EQ(extrapolationLengths(64),
              (std::vector<Index>{8, 16, 32, 64, 65, 66, 69, 74, 84, 114, 128, 256, 512, 1024, 2048}));
    EXPECT_EQ(extrapolationLengths(10).front(), 8);
    EXPECT_EQ(extrapolationLengths(10).back(), 256); // 320 is no power of two
}

TEST_F(Studies, ExtrapolationIsEvaluateAtEachLength)
{
    const auto subjects = two(700);
    const StudyResults results = extrapolation(subjects, {}, m_pool);
    EXPECT_TRUE(results.complete);
    for (std::size_t model = 0; model < 2; ++model) {
        const auto found = results.with("perplexity", model);
        ASSERT_EQ(found.size(), extrapolationLengths(16).size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            EvaluationOptions options;
            options.length = extrapolationLengths(16)[i];
            const Evaluation expected = evaluate(subjects[model].model, subjects[model].tokens, options, m_pool);
            EXPECT_EQ(found[i]->length, options.length);
            EXPECT_EQ(found[i]->value("nll"), expected.nll);
            EXPECT_EQ(found[i]->value("perplexity"), expected.perplexity);
            EXPECT_EQ(found[i]->value("scored_tokens"), 699.0);
            EXPECT_NEAR(found[i]->value("bits_per_byte"), expected.nll * 699.0 / std::log(2.0) / 1398.0, 1e-9);
        }
    }
}

TEST_F(Studies, ExtrapolationSlidesOverTheSameTokens)
{
    const auto subjects = two(200);
    ExtrapolationOptions options{{8, 32}, Windowing::Sliding, 3, 50};
    const StudyResults results = extrapolation(subjects, options, m_pool);
    ASSERT_EQ(results.measurements.size(), 4U); // two models, two lengths
    for (const Measurement& m : results.measurements) {
        const EvaluationOptions same{m.length, Windowing::Sliding, 3, {}, {}, 32};
        const auto tokens = std::span<const int>(subjects[m.model].tokens).first(82);
        EXPECT_EQ(m.value("nll"), evaluate(subjects[m.model].model, tokens, same, m_pool).nll);
        EXPECT_EQ(m.value("scored_tokens"), 50.0);
    }
}

TEST_F(Studies, LeaveOutWhatTheTextOrTheEncodingCannotTake)
{
    const std::vector<Subject> subjects{subject("alibi", 60, false)};
    const StudyResults results = extrapolation(subjects, {}, m_pool);
    EXPECT_EQ(results.measurements.back().length, 36);
    EXPECT_TRUE(std::isnan(results.measurements.back().value("bits_per_byte")));
    StudyResults limited = resultsOf("extrapolation", subjects);
    EXPECT_TRUE(withinLimit(limited, 0, 1 << 20));
    limited.models[0].longestInput = 16;
    EXPECT_TRUE(withinLimit(limited, 0, 16));
    EXPECT_FALSE(limited.models[0].limited);
    EXPECT_FALSE(withinLimit(limited, 0, 17));
    EXPECT_TRUE(limited.models[0].limited);
    EXPECT_EQ(limitOf(limited.models[0]).english(), "The \"alibi\" encoding takes at most 16 tokens.");
}

TEST_F(Studies, EndWhereAnEncodingEnds)
{
    const std::vector<Subject> subjects{subject("alibi", 700), subject("learned", 700)}; // a table of 16
    for (const StudyResults& results :
         {extrapolation(subjects, {{8, 16, 17}}, m_pool), windows(subjects, {{8, 16, 17}}, m_pool),
          reach(subjects, {{8, 16, 17}, 5}, m_pool)}) {
        EXPECT_TRUE(results.complete);
        EXPECT_FALSE(results.models[0].limited);
        EXPECT_EQ(results.models[1].longestInput, 16);
        EXPECT_TRUE(results.models[1].limited);
        Index longest = 0;
        for (const Measurement& m : results.measurements)
            longest = std::max(longest, m.model == 1 ? m.length : 0);
        EXPECT_EQ(longest, 16);
        EXPECT_EQ(results.toJson()["models"][1]["longest_input"], 16);
    }
}

TEST_F(Studies, WindowsCompareTheSamePredictions)
{
    const auto subjects = two(300);
    const StudyResults results = windows(subjects, {{8, 16, 64}, 1, 128, 2}, m_pool);
    ASSERT_TRUE(results.complete);
    ASSERT_EQ(results.measurements.size(), 12U);
    for (const Measurement& m : results.measurements) {
        SCOPED_TRACE(fmt::format("{} {}", idOf(*m.windowing), m.length));
        const auto length = static_cast<double>(m.length);
        EXPECT_EQ(m.value("scored_tokens"), 128.0);
        EXPECT_EQ(m.seriesOf("nll_by_position")->size(), static_cast<std::size_t>(m.length));
        if (*m.windowing == Windowing::Nonoverlapping) {
            EXPECT_EQ(m.value("passes"), 128.0 / length);
            EXPECT_DOUBLE_EQ(m.value("early_share"), 2.0 / length);
            EXPECT_DOUBLE_EQ(m.value("below_training_share"), std::min(1.0, 15.0 / length));
        } else {
            EXPECT_EQ(m.value("passes"), 128.0);
            EXPECT_EQ(m.value("early_share"), 0.0);
            EXPECT_EQ(m.value("below_training_share"), m.length < 16 ? 1.0 : 0.0);
            EXPECT_NEAR(m.seriesOf("nll_by_position")->back(), m.value("nll"), 1e-9);
        }
    }
}

TEST_F(Studies, ReachTellsOfEveryHeadAndOfCutContexts)
{
    const auto subjects = two(300);
    ReachStudyOptions options;
    options.lengths = {40};
    options.samples = 7;
    options.seed = 5;
    const StudyResults results = reach(subjects, options, m_pool);
    EXPECT_TRUE(results.complete);
    EXPECT_EQ(results.seed, 5U);
    for (std::size_t model = 0; model < 2; ++model) {
        EXPECT_EQ(results.with("mean_distance", model).size(), 6U);
        const auto cut = results.with("occluded_nll", model);
        ASSERT_EQ(cut.size(), 7U);
        EXPECT_EQ(cut.back()->context, 40);
        const auto field = results.with("receptive_field", model);
        ASSERT_EQ(field.size(), 1U);
        EXPECT_EQ(field[0]->value("full_nll"), cut.back()->value("occluded_nll"));
        EXPECT_EQ(field[0]->value("samples"), 7.0);
    }
}

TEST_F(Studies, ShortLongMeasuresBothTrainings)
{
    auto subjects = two(400);
    ModelConfig longer = randomModelConfig("sinusoidal");
    longer.trainingLength = 32;
    subjects[1].model = Transformer<float>(randomParameters(longer));
    ShortLongOptions options;
    options.cost = {2, 64, 3};
    options.measure = [&](std::size_t model, const TrainingCostOptions& cost, const WindowWatch& watch) {
        return measureTraining(subjects[model].model.config(),
                               std::make_shared<const std::vector<int>>(subjects[model].tokens), cost, m_pool, watch);
    };
    const StudyResults results = shortLong(subjects, options, m_pool);
    ASSERT_TRUE(results.complete);
    for (std::size_t model = 0; model < 2; ++model) {
        EXPECT_EQ(results.with("perplexity", model).front()->length, 32);
        const auto cost = results.with("training_tokens_per_second", model);
        ASSERT_EQ(cost.size(), 1U);
        EXPECT_EQ(cost[0]->length, model == 0 ? 16 : 32);
        EXPECT_GT(cost[0]->value("training_tokens_per_second"), 0.0);
        EXPECT_EQ(cost[0]->value("training_tokens_per_step"), 64.0);
        EXPECT_GT(cost[0]->value("training_peak_bytes"), 1e6);
        EXPECT_GE(cost[0]->value("training_peak_bytes"), cost[0]->value("training_start_bytes"));
    }
    subjects.pop_back();
    EXPECT_THROW(shortLong(subjects, options, m_pool), Error);
}

TEST(TrainingCost, ComesFromAnotherProcess)
{
    const auto child = [](const std::string& script, const WindowWatch& watch = {}) {
        return measureTrainingInChild({"/bin/sh", "-c", script}, watch);
    };
    const TrainingCost sent{3, 64, 0.5, 2e6, 1e6};
    double done = 0.0;
    const TrainingCost got =
        child("echo '{\"done\": 0.5}'; echo '" + sent.toJson().dump() + "'", {{}, [&](double d) { done = d; }});
    EXPECT_EQ(done, 0.5);
    EXPECT_EQ(got.toJson(), sent.toJson());
    EXPECT_EQ(got.tokensPerSecond(), 128.0);
    EXPECT_THROW(child("exit 1"), Error);
    EXPECT_THROW(child("true"), Error);
    EXPECT_THROW(child("echo hello"), Error);
    EXPECT_THROW(child("echo '[1]'"), Error);
    EXPECT_THROW(child("sleep 60", {[] { return true; }, {}}), Cancelled);
}

TEST_F(Studies, CancelledOnesKeepWhatIsFinished)
{
    const auto subjects = two(700);
    std::atomic<bool> stop = false;
    std::size_t partial = 0;
    StudyWatch watch;
    watch.cancel = [&] { return stop.load(); };
    watch.partial = [&](const StudyResults& soFar) {
        partial = soFar.measurements.size();
        EXPECT_FALSE(soFar.complete);
        stop = partial == 5;
    };
    const StudyResults results = extrapolation(subjects, {}, m_pool, watch);
    EXPECT_FALSE(results.complete);
    EXPECT_EQ(results.measurements.size(), 5U);
    EXPECT_EQ(partial, 5U);
    EXPECT_EQ(results.toJson()["complete"], false);
    const StudyResults whole = extrapolation(subjects, {}, m_pool);
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_EQ(results.measurements[i].value("nll"), whole.measurements[i].value("nll"));
}

TEST_F(Studies, ReportProgressThatGrowsToTheEnd)
{
    const auto subjects = two(300);
    std::mutex mutex;
    double last = 0.0;
    StudyWatch watch;
    watch.progress = [&](double done) {
        const std::lock_guard lock(mutex);
        EXPECT_LE(done, 1.0);
        last = std::max(last, done);
    };
    extrapolation(subjects, {}, m_pool, watch);
    EXPECT_EQ(last, 1.0);
    last = 0.0;
    reach(subjects, {}, m_pool, watch);
    EXPECT_EQ(last, 1.0);
}

// On an idle machine this takes a few milliseconds; the bound leaves room for a busy one.
constexpr double kSoon = kSanitized ? 2000.0 : 250.0; // ms

TEST_F(Studies, EndSoonWhenCancelledInTheMiddleOfALongWindow)
{
    using Clock = std::chrono::steady_clock;
    ModelConfig config = randomModelConfig("alibi");
    config.width = 128;
    config.heads = 8;
    config.layers = 4;
    config.feedForwardWidth = 512;
    std::vector<Subject> subjects{subject("alibi", 9000)};
    subjects[0].model = Transformer<float>(randomParameters(config));
    const auto latency = [&](auto&& study) {
        const Clock::time_point start = Clock::now();
        std::atomic<Clock::time_point> asked{};
        StudyWatch watch;
        watch.cancel = [&] {
            if (Clock::now() - start < std::chrono::milliseconds(60))
                return false;
            Clock::time_point never{};
            asked.compare_exchange_strong(never, start + std::chrono::milliseconds(60));
            return true;
        };
        EXPECT_FALSE(study(watch).complete);
        return std::chrono::duration<double, std::milli>(Clock::now() - asked.load()).count();
    };
    const double a = latency([&](const StudyWatch& w) {
        return extrapolation(subjects, {{4096}, Windowing::Nonoverlapping, 1, 0}, m_pool, w);
    });
    const double b = latency([&](const StudyWatch& w) { return windows(subjects, {{512}, 1, 4096, 10}, m_pool, w); });
    const double c = latency([&](const StudyWatch& w) { return reach(subjects, {{4096}, 100, 0.01, 1}, m_pool, w); });
    RecordProperty("milliseconds", fmt::format("{:.1f} {:.1f} {:.1f}", a, b, c));
    EXPECT_LT(std::max({a, b, c}), kSoon);
}

TEST_F(Studies, RefuseWhatDoesNotFit)
{
    const auto subjects = two(50);
    const std::vector<Subject> none;
    EXPECT_THROW(extrapolation(none, {}, m_pool), Error);
    EXPECT_THROW(extrapolation(subjects, {{0}}, m_pool), Error);
    EXPECT_THROW(extrapolation(subjects, {{50}}, m_pool), Error);
    EXPECT_THROW(extrapolation(subjects, {{20}, Windowing::Nonoverlapping, 1, 10}, m_pool), Error);
    EXPECT_THROW(extrapolation(subjects, {{20}, Windowing::Sliding, 0, 0}, m_pool), Error);
    EXPECT_THROW(windows(subjects, {{30}}, m_pool), Error);
    EXPECT_THROW(windows(subjects, {{8}, 0}, m_pool), Error);
    EXPECT_THROW(reach(subjects, {{50}}, m_pool), Error);
    EXPECT_THROW(reach(subjects, {{8}, 0}, m_pool), Error);
    EXPECT_THROW(reach(subjects, {{8}, 5, 2.0}, m_pool), Error);
    EXPECT_THROW(extrapolation(std::vector{subject("alibi", 1)}, {}, m_pool), Error);
    EXPECT_THROW(extrapolation(std::vector{subject("alibi", 5)}, {}, m_pool), Error);
}

TEST_F(Studies, ComeBackFromTheirJson)
{
    const auto subjects = two(300);
    for (StudyResults results : {windows(subjects, {{8, 32}, 1, 64, 2}, m_pool), reach(subjects, {{20}, 5}, m_pool)}) {
        results.command = "alibi-lab experiment …";
        results.seed = 7;
        results.models[0].longestInput = 99;
        results.models[0].limited = true;
        const std::string text = results.toJson().dump();
        const StudyResults again = StudyResults::fromJson(OrderedJson::parse(text), "r.json");
        EXPECT_EQ(again.toJson().dump(), text);
        EXPECT_EQ(again.toCsv(), results.toCsv());
        EXPECT_EQ(again.models[0].longestInput, 99);
    }
    for (const char* text : {"{}", "[]", "3", R"({"experiment": 3})"})
        EXPECT_NE(messageOf<Error>([&] { StudyResults::fromJson(OrderedJson::parse(text), "r.json"); }).find("r.json"),
                  std::string::npos);
    OrderedJson json = windows(subjects, {{8}, 1, 64, 2}, m_pool).toJson();
    json["results"][0]["model_index"] = 2;
    EXPECT_THROW(StudyResults::fromJson(json, "r.json"), Error);
}

TEST_F(Studies, AreLinesOfCsv)
{
    const auto subjects = two(300);
    StudyResults results = windows(subjects, {{8}, 1, 64, 2}, m_pool);
    results.command = "alibi-lab experiment windows --lengths 8,9";
    const std::string csv = results.toCsv();
    const std::string columns = "experiment,model,encoding,training_length,length,windowing,stride,layer,head,context,"
                                "position,quantity,value,complete,seed,model_hash,model_sha256,command\n";
    EXPECT_TRUE(csv.starts_with(columns));
    // 9 quantities and two series of 8, two windowings, two models.
    EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 2 * 2 * (9 + 16));
    EXPECT_NE(csv.find("windows,models/alibi,alibi,16,8,sliding,1,,,,,passes,64.0,true,0,0123456789abcdef," +
                       std::string(64, 'a') + ",\"alibi-lab experiment windows --lengths 8,9\"\n"),
              std::string::npos)
        << csv.substr(0, 3000);
}

TEST(PaperTables, AreThePapers)
{
    const PaperTables tables =
        PaperTables::parse(readFileBytes(std::string(RESOURCE_DIR) + "/paper/tables.json", 1 << 20));
    EXPECT_EQ(tables.label, "the paper's: 247 M parameters, WikiText-103");
    const auto perplexity = [&](int table, const std::string& encoding, int training, Index length) {
        for (const PaperCurve& curve : tables.curves)
            if (curve.table == table && curve.encoding == encoding && curve.trainingLength == training)
                for (const PaperPoint& point : curve.points)
                    if (point.length == length)
                        return point.perplexity;
        return 0.0;
    };
    EXPECT_EQ(perplexity(2, "sinusoidal", 512, 15512), 406.01);
    EXPECT_EQ(perplexity(2, "alibi", 512, 12512), 18.31);
    EXPECT_EQ(perplexity(3, "t5", 1024, 2024), 18.34);
    EXPECT_EQ(perplexity(4, "rotary", 3072, 16072), 34.51);
    EXPECT_EQ(perplexity(5, "alibi", 64, 3072), 21.53);
    EXPECT_EQ(perplexity(5, "sinusoidal", 64, 64), 28.03);
    EXPECT_EQ(perplexity(13, "sinusoidal", 512, 1024), 204.42);
    EXPECT_EQ(perplexity(15, "alibi", 1024, 3072), 17.92);
    EXPECT_EQ(perplexity(2, "t5", 512, 15512), 0.0); // out of memory
    EXPECT_EQ(tables.trainings.size(), 12U);
    std::size_t rows = 0;
    for (const PaperCurve& curve : tables.curves)
        if (curve.table >= 2 && curve.table <= 4 && curve.encoding == "alibi")
            rows += curve.points.size();
    EXPECT_EQ(rows, 103U);
    EXPECT_THROW(PaperTables::parse("{}"), Error);
}

} // namespace
