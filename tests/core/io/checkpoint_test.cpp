// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/checkpoint.h"

#include "core/base/hash.h"
#include "core/base/parallel.h"
#include "core/io/atomic_file.h"
#include "core/model/trace.h"
#include "tests/core/golden.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/random_model.h"
#include "tests/core/sanitized.h"

#include <sys/resource.h>

#include <chrono>
#include <cstring>
#include <limits>
#include <map>

namespace {

using namespace core;

std::string contentOf(const std::filesystem::path& path) { return readFileBytes(path, 1 << 26); }

// The files of a small sound checkpoint, to be spoiled one by one.
class CheckpointFiles : public testing::Test
{
protected:
    struct Tensor
    {
        std::vector<std::int64_t> shape;
        std::vector<float> values;
    };

    CheckpointFiles()
    {
        const SafetensorsFile file = SafetensorsFile::read(goldenFolder("none") / "model.safetensors");
        for (const TensorEntry& entry : file.tensors())
            m_tensors[entry.name] = {entry.shape, file.floats(entry.name)};
    }

    std::string weights() const
    {
        const TemporaryFolder folder;
        std::vector<TensorToWrite> tensors;
        for (const auto& [name, tensor] : m_tensors)
            tensors.push_back({name, tensor.shape, tensor.values});
        writeSafetensors(folder / "w", std::move(tensors));
        return contentOf(folder / "w");
    }
    std::shared_ptr<const Checkpoint> parse() const { return parseCheckpoint("m", m_config.dump(), weights(), ""); }
    std::string refusal() const
    {
        return messageOf<Error>([&] { parse(); });
    }

    Json m_config = goldenJson(goldenFolder("none") / "config.json");
    std::map<std::string, Tensor> m_tensors;
};

TEST(Checkpoint, ReadsAFolder)
{
    const auto checkpoint = loadCheckpoint(goldenFolder("alibi"));
    EXPECT_EQ(checkpoint->name, "alibi");
    EXPECT_EQ(checkpoint->model.config().width, 24);
    EXPECT_EQ(checkpoint->model.config().encoding, "alibi");
    EXPECT_EQ(checkpoint->hash,
              hexOf(hashOf(std::string_view(contentOf(goldenFolder("alibi") / "model.safetensors")))));
    EXPECT_FALSE(checkpoint->tokenizer);
    EXPECT_NE(messageOf<Error>([&] { checkpoint->needTokenizer(); }).find("token ids only"), std::string::npos);
    EXPECT_EQ(loadCheckpoint(goldenFolder("alibi") / "")->name, "alibi");
}

TEST(Checkpoint, KeepsEveryBitOfFloats)
{
    const TemporaryFolder folder;
    ModelConfig config = randomModelConfig("alibi");
    config.activation = Activation::GeluNew;
    config.layerNormEpsilon = 3e-7;
    config.embeddingScale = 0.1;
    config.encodingOptions = {{"alibi_slopes", {0.1, 0.2, 1.0 / 3.0}}};
    auto parameters = randomParameters(config);
    parameters->values()[3] = std::numeric_limits<float>::denorm_min();
    parameters->values()[4] = -0.0F;
    saveCheckpoint(folder / "new", *parameters, nullptr, WeightType::F32);
    const auto back = loadCheckpoint(folder / "new");
    EXPECT_EQ(back->model.config().toJson(), config.toJson());
    const auto values = back->model.parameters().values();
    ASSERT_EQ(values.size(), parameters->values().size());
    EXPECT_EQ(std::memcmp(values.data(), parameters->values().data(), values.size_bytes()), 0);
    const std::string first = contentOf(folder / "new" / "model.safetensors");
    saveCheckpoint(folder / "new", back->model.parameters(), nullptr, WeightType::F32);
    EXPECT_EQ(contentOf(folder / "new" / "model.safetensors"), first);
}

TEST(Checkpoint, HalvesRoundToTheNearest)
{
    const auto parameters = randomParameters(randomModelConfig("none"));
    for (const auto& [type, relative] : {std::pair{WeightType::F16, 0x1p-11F}, std::pair{WeightType::BF16, 0x1p-8F}}) {
        const TemporaryFolder folder;
        saveCheckpoint(folder / "half", *parameters, nullptr, type);
        const auto back = loadCheckpoint(folder / "half");
        const auto values = back->model.parameters().values();
        int changed = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const float right = parameters->values()[i];
            ASSERT_NEAR(values[i], right, std::abs(right) * relative + 0x1p-25F);
            changed += values[i] != right ? 1 : 0;
        }
        EXPECT_GT(changed, 0);
        EXPECT_LT(std::filesystem::file_size(folder / "half" / "model.safetensors"), values.size() * 2 + 8000);
    }
}

TEST(Checkpoint, TakesItsTokenizerAlong)
{
    const TemporaryFolder folder;
    const Tokenizer tokenizer = Tokenizer::train("the cat and the hat and the cat", 260);
    ModelConfig config = randomModelConfig("none");
    config.vocabularySize = tokenizer.size();
    saveCheckpoint(folder / "text", *randomParameters(config), &tokenizer, WeightType::F32);
    const auto back = loadCheckpoint(folder / "text");
    EXPECT_EQ(back->needTokenizer().encode("the hat"), tokenizer.encode("the hat"));

    --config.vocabularySize;
    saveCheckpoint(folder / "text", *randomParameters(config), &tokenizer, WeightType::F32);
    const std::string message = messageOf<Error>([&] { loadCheckpoint(folder / "text"); });
    EXPECT_NE(message.find("tokenizer.json"), std::string::npos);
    EXPECT_NE(message.find(fmt::format("vocabulary only {}", config.vocabularySize)), std::string::npos) << message;
}

TEST(Checkpoint, NeedsAFolderToWriteInto)
{
    const TemporaryFolder folder;
    const auto parameters = randomParameters(randomModelConfig("none"));
    EXPECT_THROW(saveCheckpoint(folder / "no" / "where", *parameters, nullptr, WeightType::F32), Error);
    writeFileAtomically(folder / "file", "x");
    EXPECT_THROW(saveCheckpoint(folder / "file", *parameters, nullptr, WeightType::F32), Error);
    EXPECT_EQ(contentOf(folder / "file"), "x");
}

TEST_F(CheckpointFiles, AreSoundToBeginWith) { EXPECT_EQ(parse()->model.config().width, 24); }

TEST_F(CheckpointFiles, MissingOnesAreNamed)
{
    const TemporaryFolder folder;
    const auto refusalOf = [&] { return messageOf<Error>([&] { loadCheckpoint(folder / "model"); }); };
    EXPECT_NE(refusalOf().find("no such folder"), std::string::npos);
    std::filesystem::create_directory(folder / "model");
    EXPECT_NE(refusalOf().find("this folder holds no checkpoint: there is no config.json in it."), std::string::npos);
    writeFileAtomically(folder / "model" / "config.json", m_config.dump());
    EXPECT_NE(refusalOf().find("model.safetensors"), std::string::npos);
    writeFileAtomically(folder / "model" / "model.safetensors", weights());
    EXPECT_NO_THROW(loadCheckpoint(folder / "model"));
    writeFileAtomically(folder / "model" / "tokenizer.json", "{}");
    EXPECT_NE(refusalOf().find("tokenizer.json"), std::string::npos);
}

TEST_F(CheckpointFiles, WrongFieldsAreNamed)
{
    struct Wrong
    {
        const char* key;
        const char* value; // null: the key is left out
        const char* says;
    };
    const std::vector<Wrong> cases{
        {"model_type", nullptr, "\"model_type\" is missing"},
        {"model_type", "\"gpt2\"", "must be \"alibi-lab\""},
        {"vocab_size", nullptr, "\"vocab_size\" is missing"},
        {"vocab_size", "\"61\"", "\"vocab_size\" must be a whole number"},
        {"vocab_size", "61.5", "\"vocab_size\" must be a whole number"},
        {"vocab_size", "-61", "\"vocab_size\" must be a whole number from 1 to"},
        {"vocab_size", "0", "\"vocab_size\" must be a whole number from 1 to"},
        {"vocab_size", "4194305", "\"vocab_size\" must be a whole number from 1 to"},
        {"vocab_size", "18446744073709551615", "\"vocab_size\" must be a whole number from 1 to"},
        {"vocab_size", "-9223372036854775808", "\"vocab_size\" must be a whole number from 1 to"},
        {"hidden_size", "1e99", "\"hidden_size\" must be a whole number"},
        {"hidden_size", "4294967320", "\"hidden_size\" must be a whole number from 1 to"},
        {"hidden_size", "25", "multiple of \"num_attention_heads\" 3"},
        {"hidden_size", "900", "300 wide"},
        {"num_hidden_layers", "null", "\"num_hidden_layers\" is missing"},
        {"num_hidden_layers", "1025", "\"num_hidden_layers\" must be a whole number from 1 to"},
        {"num_attention_heads", "5", "multiple of \"num_attention_heads\" 5"},
        {"num_attention_heads", "0", "\"num_attention_heads\" must be a whole number from 1 to"},
        {"intermediate_size", "[40]", "\"intermediate_size\" must be a whole number"},
        {"training_length", "true", "\"training_length\" must be a whole number"},
        {"hidden_act", "\"relu\"", "\"relu\" is unknown"},
        {"hidden_act", "1", "\"hidden_act\" must be a text"},
        {"layer_norm_epsilon", "\"small\"", "\"layer_norm_epsilon\" must be a number"},
        {"layer_norm_epsilon", "0", "\"layer_norm_epsilon\" must be between"},
        {"embedding_scale", "0", "\"embedding_scale\" must not be 0"},
        {"embedding_scale", "[]", "\"embedding_scale\" must be a number"},
        {"tie_word_embeddings", "1", "\"tie_word_embeddings\" must be true or false"},
        {"position_encoding", nullptr, "\"position_encoding\" is missing"},
        {"position_encoding", "\"rope\"", "\"rope\" is unknown"},
        {"position_encoding", "{}", "\"position_encoding\" must be a text"}};
    const Json sound = m_config;
    for (const Wrong& wrong : cases) {
        m_config = sound;
        m_config.erase(wrong.key);
        if (wrong.value != nullptr)
            m_config[wrong.key] = Json::parse(wrong.value);
        const std::string message = refusal();
        EXPECT_TRUE(message.starts_with("m/config.json: ")) << message;
        EXPECT_NE(message.find(wrong.says), std::string::npos) << wrong.key << ": " << message;
    }
}

TEST_F(CheckpointFiles, AKeyTwiceInTheConfigurationIsRefused)
{
    std::string text = m_config.dump();
    text.insert(1, "\"vocab_size\": 61, ");
    const std::string message = messageOf<Error>([&] { parseCheckpoint("m", text, weights(), ""); });
    EXPECT_NE(message.find("\"vocab_size\" occurs twice"), std::string::npos) << message;
}

TEST_F(CheckpointFiles, EncodingOptionsAreChecked)
{
    m_config["position_encoding"] = "alibi";
    m_config["alibi_slopes"] = {1, 2};
    EXPECT_NE(refusal().find("\"alibi_slopes\""), std::string::npos);
    m_config["alibi_slopes"] = {1, 2, 3};
    EXPECT_NO_THROW(parse());
}

TEST_F(CheckpointFiles, ThatAreNoJsonObjectAreRefused)
{
    for (const std::string& text : {std::string(), std::string("{"), std::string("[]"), std::string("7"),
                                    std::string("{\"a\": 1} x"), std::string("\xFF\xFE"), std::string(100000, '[')}) {
        const std::string message = messageOf<Error>([&] { parseCheckpoint("m", text, weights(), ""); });
        EXPECT_TRUE(message.starts_with("m/config.json: ")) << message;
        EXPECT_LT(message.size(), 400U);
    }
}

TEST_F(CheckpointFiles, TensorsThatDoNotFitAreNamed)
{
    const auto sound = m_tensors;
    const std::string name = "layers.1.attention.output.weight";
    const auto expectRefusal = [&](const char* says) {
        const std::string message = refusal();
        EXPECT_TRUE(message.starts_with("m/model.safetensors: ")) << message;
        EXPECT_NE(message.find(name), std::string::npos) << message;
        EXPECT_NE(message.find(says), std::string::npos) << message;
        m_tensors = sound;
    };
    m_tensors.erase(name);
    expectRefusal("missing");
    m_tensors[name].shape = {576};
    expectRefusal("[576]");
    m_tensors[name].shape = {12, 48};
    expectRefusal("[24, 24]");
    m_tensors[name] = {{24, 23}, std::vector<float>(24 * 23)};
    expectRefusal("[24, 24]");
    m_tensors[name] = {{24, 25}, std::vector<float>(24 * 25)};
    expectRefusal("[24, 25]");
    for (const float bad : {std::nanf(""), HUGE_VALF, -HUGE_VALF}) {
        m_tensors[name].values.back() = bad;
        expectRefusal("not a finite number");
    }
    m_tensors["lm_tail.weight"] = {{1}, {0.0F}};
    EXPECT_NE(refusal().find("\"lm_tail.weight\" belongs to no part"), std::string::npos);
    m_tensors.erase("lm_tail.weight");
    m_tensors["lm_head.weight"] = {{24, 24}, std::vector<float>(576)};
    EXPECT_NE(refusal().find("\"lm_head.weight\" has the shape [24, 24]"), std::string::npos);
    m_tensors["lm_head.weight"] = {{std::int64_t{1} << 62, 2, 0}, {}}; // the product of the first two does not fit
    EXPECT_NE(refusal().find("\"lm_head.weight\" has the shape"), std::string::npos);
}

TEST_F(CheckpointFiles, AnEqualCopyOfTheEmbeddingIsDroppedAnotherIsTheHead)
{
    const std::vector<int> tokens = randomTokens(8);
    ThreadPool pool(1);
    const auto logitsOf = [&](const Checkpoint& checkpoint) {
        return forward(checkpoint.model, std::span<const int>(tokens), pool)->logits(0, 8);
    };
    const auto logits = [&] { return logitsOf(*parse()); };
    const Matrix<float> tied = logits();
    const auto embedding = m_tensors.at("embedding.weight");
    m_tensors["lm_head.weight"] = embedding;
    for (const bool says : {true, false}) {
        m_config["tie_word_embeddings"] = says;
        EXPECT_TRUE(parse()->model.config().tiedHead);
        EXPECT_EQ(parse()->model.parameters().layout().tensors().size() + 1, m_tensors.size());
        EXPECT_EQ(logits(), tied);
    }
    for (std::size_t i = 0; i < 24; ++i) // the row of token 5
        m_tensors["lm_head.weight"].values[5 * 24 + i] *= 2.0F;
    for (const bool says : {true, false}) {
        m_config["tie_word_embeddings"] = says;
        EXPECT_FALSE(parse()->model.config().tiedHead);
        Matrix<float> expected = tied;
        expected.col(5) *= 2.0F;
        EXPECT_LT((logits() - expected).cwiseAbs().maxCoeff(), 1e-4F);
    }
    const TemporaryFolder folder;
    const auto model = parse();
    saveCheckpoint(folder / "m", model->model.parameters(), nullptr, WeightType::F32);
    const auto again = loadCheckpoint(folder / "m");
    EXPECT_FALSE(again->model.config().tiedHead);
    EXPECT_EQ(logitsOf(*again), logits());
    m_tensors.erase("lm_head.weight");
    EXPECT_NE(refusal().find("\"lm_head.weight\" is missing"), std::string::npos);
}

TEST_F(CheckpointFiles, OneOfItsFilesStandsForTheFolder)
{
    const TemporaryFolder folder;
    saveCheckpoint(folder / "m", parse()->model.parameters(), nullptr, WeightType::F32);
    writeFileAtomically(folder / "m" / "notes.json", "{}");
    for (const char* file : {"config.json", "model.safetensors"})
        EXPECT_EQ(loadCheckpoint(folder / "m" / file)->name, "m");
    EXPECT_THROW(loadCheckpoint(folder / "m" / "notes.json"), Error);
    EXPECT_THROW(loadCheckpoint(folder / "m" / "tokenizer.json"), Error); // is not there
}

// 8 GB of nothing took 44 s and 8.2 GB.
TEST_F(CheckpointFiles, SenselessWeightsOfAnySizeAreRefusedAtOnce)
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "m");
    writeFileAtomically(folder / "m" / "config.json", m_config.dump());
    const auto refusalOf = [&](const std::string& beginning) {
        writeFileAtomically(folder / "m" / "model.safetensors", beginning);
        std::filesystem::resize_file(folder / "m" / "model.safetensors", std::uintmax_t{8} << 30);
        rusage before{};
        getrusage(RUSAGE_SELF, &before);
        const auto start = std::chrono::steady_clock::now();
        const std::string message = messageOf<Error>([&] { loadCheckpoint(folder / "m"); });
        EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(kSanitized ? 10 : 2));
        rusage after{};
        getrusage(RUSAGE_SELF, &after);
        EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 50 * 1024);
        return message;
    };
    EXPECT_NE(refusalOf("").find("model.safetensors"), std::string::npos);
    EXPECT_NE(refusalOf(std::string("\0\0\0\5\0\0\0\0", 8)).find("4000000 are allowed"), std::string::npos);
    EXPECT_NE(refusalOf(std::string("\0\0\5\0\0\0\0\0", 8)).find("brace"), std::string::npos);
    // A sound header of one tensor that is no part of the model.
    const std::uint64_t data = (std::uint64_t{8} << 30) - 8 - 96;
    std::string header =
        fmt::format(R"({{"x": {{"dtype": "U8", "shape": [{}], "data_offsets": [0, {}]}}}})", data, data);
    header.resize(96, ' ');
    EXPECT_NE(refusalOf(std::string("\x60\0\0\0\0\0\0\0", 8) + header).find("is missing"), std::string::npos);
}

TEST_F(CheckpointFiles, CutOffWeightsAreRefused)
{
    const std::string whole = weights();
    for (const std::size_t size :
         {std::size_t(0), std::size_t(7), std::size_t(8), std::size_t(100), whole.size() / 2, whole.size() - 1}) {
        const std::string message =
            messageOf<Error>([&] { parseCheckpoint("m", m_config.dump(), whole.substr(0, size), ""); });
        EXPECT_TRUE(message.starts_with("m/model.safetensors: ")) << message;
    }
    EXPECT_THROW(parseCheckpoint("m", m_config.dump(), whole + "x", ""), Error);
}

// The configuration is a few hundred bytes; what it asks for must not be taken before the weights are seen.
TEST_F(CheckpointFiles, NoMemoryIsTakenForSizesNobodyBrought)
{
    const auto peak = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss; // KiB
    };
    const long before = peak();
    m_config["vocab_size"] = 1 << 22; // 2.1e9 numbers in the embedding: just below the limit
    m_config["hidden_size"] = 510;
    EXPECT_NE(refusal().find("embedding.weight"), std::string::npos);
    m_config["hidden_size"] = 1023;
    m_config["num_attention_heads"] = 11;
    EXPECT_NE(refusal().find("2^31"), std::string::npos);
    m_config["hidden_size"] = 1 << 15;
    m_config["num_attention_heads"] = 1 << 10;
    m_config["num_hidden_layers"] = 1 << 10;
    m_config["intermediate_size"] = 1 << 17;
    EXPECT_NE(refusal().find("2^31"), std::string::npos);
    EXPECT_LT(peak() - before, 64 * 1024);
}

} // namespace
