// SPDX-License-Identifier: GPL-3.0-or-later
// The figures that are shipped beside the models, computed again from the shipped weights.
#include "core/io/atomic_file.h"
#include "core/study/extrapolation.h"
#include "core/text/text_reader.h"
#include "tests/core/sanitized.h"

#include <gtest/gtest.h>

#include <set>

namespace core {
namespace {

const std::string kModels = std::string(RESOURCE_DIR) + "/models/";

StudyResults shipped()
{
    return StudyResults::fromJson(OrderedJson::parse(readFileBytes(kModels + "passage.json", 1 << 24)), "passage.json");
}

TEST(ShippedResults, CoverEveryModel)
{
    std::set<std::string> measured;
    for (const ModelRecord& model : shipped().models)
        measured.insert(model.id);
    const Json models = Json::parse(readFileBytes(kModels + "models.json", 1 << 20));
    EXPECT_EQ(models.size(), 14U);
    for (const Json& model : models)
        EXPECT_TRUE(measured.contains(model.at("name").get<std::string>())) << model;
}

TEST(ShippedResults, ComeOutAgain)
{
    if (kSanitized)
        GTEST_SKIP() << "Minutes under a sanitizer; the numbers are the release build's.";
    const StudyResults report = shipped();
    EXPECT_TRUE(report.complete);
    ThreadPool pool;
    const std::string text = readTextFile(std::string(RESOURCE_DIR) + "/texts/lighthouse.txt");
    ASSERT_EQ(report.models.size(), 14U);
    for (std::size_t m = 0; m < report.models.size(); ++m) {
        int compared = 0;
        const auto checkpoint = loadCheckpoint(kModels + report.models[m].id);
        EXPECT_EQ(checkpoint->hash, report.models[m].hash);
        const std::vector<int> tokens = checkpoint->needTokenizer().encode(text);
        for (const Measurement* measurement : report.with("perplexity", m)) {
            if (measurement->length > 512)
                continue; // the longest take their time and show nothing new
            ++compared;
            EvaluationOptions options;
            options.length = measurement->length;
            const double again = evaluate(checkpoint->model, tokens, options, pool).perplexity;
            EXPECT_NEAR(again, measurement->value("perplexity"), 1e-4 * again)
                << report.models[m].id << " at " << measurement->length;
        }
        EXPECT_GT(compared, 1) << report.models[m].id;
    }
}

} // namespace
} // namespace core
