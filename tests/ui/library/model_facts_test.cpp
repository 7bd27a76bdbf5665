// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of models is what their files and the project's records say.
#include "ui/library/model_facts.h"

#include "core/base/json_reader.h"
#include "core/io/atomic_file.h"
#include "core/position/registry.h"
#include "tests/core/io/temporary_folder.h"
#include "ui/library/library.h"

#include <gtest/gtest.h>

#include <set>

namespace ui {
namespace {

core::Json jsonOf(const std::string& path)
{
    return core::parseJson(core::readFileBytes(std::string(RESOURCE_DIR) + "/" + path, 1 << 22), path);
}

const ModelFact& fact(const ModelFacts& facts, const char* key)
{
    const ModelFact* found = facts.find(key);
    if (found == nullptr)
        throw std::out_of_range(key);
    return *found;
}

// Every number against the file it comes from.
TEST(ModelFacts, OfTheModelsInsideAreThoseOfTheirFiles)
{
    const core::Json trials = jsonOf("models/trials.json");
    const std::string readme = core::readFileBytes(std::string(RESOURCE_DIR) + "/models/README.md", 1 << 20);
    for (const BuiltinModel& model : builtinModels()) {
        const std::string id = model.id.toStdString();
        const std::string name = id.substr(kBuiltin.size());
        SCOPED_TRACE(id);
        const ModelFacts facts = readModelFacts(id);
        EXPECT_EQ(facts.title, model.label);
        const core::Json config = jsonOf("models/" + name + "/config.json");
        for (const auto& [key, field] :
             {std::pair("encoding", "position_encoding"), std::pair("layers", "num_hidden_layers"),
              std::pair("heads", "num_attention_heads"), std::pair("width", "hidden_size"),
              std::pair("feed_forward_width", "intermediate_size"), std::pair("vocabulary", "vocab_size"),
              std::pair("training_length", "training_length")})
            EXPECT_EQ(core::Json(fact(facts, key).data), config.at(field)) << key;
        const auto checkpoint = loadModel(id);
        EXPECT_EQ(fact(facts, "parameters").data, checkpoint->model.parameters().layout().size());
        EXPECT_EQ(fact(facts, "hash").data, checkpoint->hash);
        // The README's list is made with sha256sum.
        EXPECT_NE(readme.find(fact(facts, "sha256").data.get<std::string>() + "  " + name + "/model.safetensors"),
                  std::string::npos);
        // The rate that was taken is the one whose trial read the validation book best.
        double best = 1e9;
        double rate = 0.0;
        for (const auto& [tried, perplexity] : trials.at(config["position_encoding"].get<std::string>()).items())
            if (perplexity.get<double>() < best) {
                best = perplexity.get<double>();
                rate = std::stod(tried);
            }
        EXPECT_DOUBLE_EQ(fact(facts, "learning_rate").data.get<double>(), rate);
        EXPECT_EQ(fact(facts, "steps").data, 6000);
        EXPECT_EQ(fact(facts, "batch").data.get<int>() * config["training_length"].get<int>(), 2048);
        EXPECT_TRUE(fact(facts, "training_text").value.contains(QStringLiteral("pg1342.txt")));
        EXPECT_NE(readme.find("7,729,553 bytes, 2,812,789 tokens"), std::string::npos);
        EXPECT_EQ(fact(facts, "training_text_size").data, (core::OrderedJson{{"bytes", 7729553}, {"tokens", 2812789}}));
        const ShippedCurve curve = shippedCurve(id);
        const core::OrderedJson& measured = fact(facts, "test_perplexity").data;
        ASSERT_EQ(static_cast<qsizetype>(measured.size()), curve.lengths.size());
        EXPECT_EQ(measured.back()["perplexity"], curve.perplexities.back());
        EXPECT_TRUE(fact(facts, "test_perplexity").value.contains(QStringLiteral("pg36.txt")));
        // Nobody wrote a validation down.
        EXPECT_FALSE(fact(facts, "validation_perplexity").isRecorded());
        EXPECT_EQ(fact(facts, "validation_perplexity").value, QStringLiteral("not recorded"));
        EXPECT_EQ(facts.find("trouble"), nullptr);
    }
}

TEST(ModelFacts, EveryEncodingHasItsSentenceAndSource)
{
    std::set<std::string_view> sources;
    for (const auto& entry : core::encodings<float>()) {
        EXPECT_NE(entry.source.find("arXiv "), std::string_view::npos) << entry.id;
        EXPECT_TRUE(entry.about.ends_with('.')) << entry.id;
        sources.insert(entry.source);
    }
    EXPECT_EQ(sources.size(), core::encodings<float>().size());
    const ModelFacts facts = readModelFacts("builtin:t5-64");
    EXPECT_EQ(fact(facts, "encoding_source").value.toStdString(), core::encodingById<float>("t5").source);
    EXPECT_EQ(fact(facts, "encoding_about").value.toStdString(), core::encodingById<float>("t5").about);
}

// Of others' checkpoints nothing is assumed.
TEST(ModelFacts, WhatNobodyRecordedIsSaidToBeMissing)
{
    const std::string folder = std::string(GOLDEN_DIR) + "/rotary_interleaved";
    const ModelFacts facts = readModelFacts(folder + "/config.json");
    EXPECT_EQ(facts.title, QStringLiteral("rotary_interleaved"));
    EXPECT_EQ(fact(facts, "model").data, folder);
    for (const char* key : {"training_text", "training_text_size", "steps", "batch", "learning_rate", "weight_decay",
                            "seed", "tokenizer", "program", "command", "test_perplexity", "validation_perplexity"}) {
        EXPECT_FALSE(fact(facts, key).isRecorded()) << key;
        EXPECT_EQ(fact(facts, key).value, QStringLiteral("not recorded")) << key;
    }
    EXPECT_TRUE(fact(facts, "encoding_options").value.contains(QStringLiteral("rotary_layout = \"interleaved\"")));
    EXPECT_TRUE(fact(facts, "vocabulary").value.contains(QStringLiteral("token ids only")));
    const core::OrderedJson json = facts.json();
    EXPECT_TRUE(json.at("steps").is_null());
    EXPECT_EQ(json.at("encoding"), "rotary");
    for (const ModelFactGroup& group : facts.groups)
        for (const ModelFact& each : group.facts)
            EXPECT_TRUE(facts.text().contains(each.name) && facts.text().contains(each.value)) << each.key;
}

TEST(ModelFacts, ARecordThatCannotBeReadIsSaid)
{
    const core::TemporaryFolder folder;
    std::filesystem::copy(std::string(GOLDEN_DIR) + "/alibi", folder / "m", std::filesystem::copy_options::recursive);
    core::writeFileAtomically(folder / "m" / "training.json", R"({"steps": -3})");
    const ModelFacts facts = readModelFacts((folder / "m").string());
    EXPECT_TRUE(fact(facts, "trouble").value.contains(QStringLiteral("steps")));
    EXPECT_FALSE(fact(facts, "steps").isRecorded());
}

} // namespace
} // namespace ui
