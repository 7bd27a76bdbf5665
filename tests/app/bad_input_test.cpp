// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is wrong with the input: one sentence that names it, exit code 1, and nothing new on the disk.
#include "tests/app/program.h"

#include "core/base/json.h"

#include <unistd.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <limits>

namespace app {
namespace {

namespace fs = std::filesystem;
using core::Json;

// What a folder holds, with hidden and temporary files.
std::vector<std::string> contents(const fs::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        names.push_back(entry.path().string());
    std::ranges::sort(names);
    return names;
}

class BadInput : public testing::Test
{
protected:
    core::TemporaryFolder folder;

    std::string at(const std::string& name) const { return (folder / name).string(); }
    std::string file(const std::string& name, const std::string& content) const
    {
        core::writeFileAtomically(folder / name, content);
        return at(name);
    }
    // A copy of a golden checkpoint to spoil.
    std::string copy(const std::string& name = "alibi") const
    {
        fs::copy(golden(name), folder / "model");
        return at("model");
    }
    std::string withTokenizer() const
    {
        EXPECT_EQ(run(trainingOf(folder / "model", {"--pause-after", "1"})).code, 0);
        return at("model");
    }

    void expectRefused(const Arguments& arguments, const std::string& word, const Surroundings& surroundings = {}) const
    {
        const auto before = contents(folder.path());
        const Ending ending = run(arguments, surroundings);
        EXPECT_EQ(ending.code, 1) << ending.err;
        EXPECT_NE(ending.sentence().find(word), std::string::npos) << "wanted \"" << word << "\": " << ending.err;
        EXPECT_EQ(ending.out, "");
        EXPECT_EQ(contents(folder.path()), before);
    }
    Arguments logits(const std::string& model, const Arguments& input = {"--tokens", "1,2,3"}) const
    {
        Arguments arguments{"logits", "--model", model, "--out", at("out.npy")};
        arguments.insert(arguments.end(), input.begin(), input.end());
        return arguments;
    }
    Arguments evaluate(const std::string& model, const std::string& lengths,
                       const Arguments& input = {"--tokens", "1,2,3,4"}) const
    {
        Arguments arguments{"evaluate", "--model", model, "--lengths", lengths, "--out", at("out.json")};
        arguments.insert(arguments.end(), input.begin(), input.end());
        return arguments;
    }
    static Arguments attention(const std::string& out, const std::string& layer = "0", const std::string& head = "0",
                               const std::string& tokens = "1,2,3")
    {
        return {"attention", "--model", golden("alibi"), "--tokens", tokens,  "--layer", layer,
                "--head",    head,      "--stage",       "score",    "--out", out};
    }
    void setConfig(const std::string& key, const Json& value) const
    {
        Json config = Json::parse(contentOf(folder / "model" / "config.json"));
        config[key] = value;
        file("model/config.json", config.dump());
    }
};

TEST_F(BadInput, Texts)
{
    const std::string model = withTokenizer();
    expectRefused(logits(model, {"--text", ""}), "--text");
    expectRefused(logits(model, {"--text-file", file("empty.txt", "")}), "empty.txt");
    expectRefused(logits(model, {"--text-file", file("binary.txt", std::string("a\0b", 3))}), "binary");
    expectRefused(logits(model, {"--text-file", file("latin.txt", "caf\xE9 au lait")}), "offset 3");
    expectRefused(logits(model, {"--text-file", at("missing.txt")}), "missing.txt");
    expectRefused(logits(model, {"--text-file", folder.path().string()}), "folder");
    std::ofstream(folder / "huge.txt").put('a');
    fs::resize_file(folder / "huge.txt", 100'000'000);
    expectRefused(logits(model, {"--text-file", at("huge.txt")}), "huge.txt");
    expectRefused(evaluate(model, "4", {"--text-file", at("empty.txt")}), "empty.txt");
    expectRefused({"generate", "--model", model, "--prompt", "", "--tokens", "3"}, "--prompt");
    expectRefused({"generate", "--model", model, "--prompt", "a", "--tokens", "3", "--top-p", "0"}, "Top-p");
    const std::string book =
        "*** START OF THE PROJECT GUTENBERG EBOOK A ***\n\n*** END OF THE PROJECT GUTENBERG EBOOK A ***\n";
    expectRefused(evaluate(model, "4", {"--clean-book", "--text-file", file("nothing.txt", book)}), "nothing.txt");
}

// QProcess passes on valid text only; a shell does not care.
TEST_F(BadInput, ArgumentThatIsNotUtf8)
{
    const std::string script = "exec \"$0\" logits --model \"$1\" --out \"$2\" --text \"$(printf 'a\\377z')\"";
    QProcess process;
    process.start(QStringLiteral("/bin/sh"),
                  {QStringLiteral("-c"), QString::fromStdString(script), QStringLiteral(PROGRAM),
                   QString::fromStdString(golden("alibi")), QString::fromStdString(at("a.npy"))});
    const Ending ending = end(process);
    EXPECT_EQ(ending.code, 1);
    EXPECT_NE(ending.sentence().find("UTF-8"), std::string::npos) << ending.err;
    EXPECT_EQ(folder.entries(), 0);
}

TEST_F(BadInput, TextForAModelWithoutTokenizer)
{
    expectRefused(logits(golden("alibi"), {"--text", "a"}), "tokenizer.json");
    expectRefused({"generate", "--model", golden("alibi"), "--prompt", "a", "--tokens", "3"}, "tokenizer.json");
}

TEST_F(BadInput, Tokens)
{
    expectRefused(logits(golden("alibi"), {"--tokens", "1,61"}), "61");
    expectRefused(logits(golden("alibi"), {"--tokens", "-1"}), "-1");
    expectRefused(logits(golden("alibi"), {"--tokens-file", file("a.json", "[]")}), "a.json");
    expectRefused(logits(golden("alibi"), {"--tokens-file", file("a.json", "[1, 2.5]")}), "entry 1");
    expectRefused(logits(golden("alibi"), {"--tokens-file", file("a.json", "[1, 99999999999]")}), "entry 1");
    expectRefused(logits(golden("alibi"), {"--tokens-file", file("a.json", "{}")}), "a.json");
    expectRefused(logits(golden("alibi"), {"--tokens-file", file("a.json", "[1, 2")}), "JSON");
    expectRefused(logits(golden("alibi"), {"--tokens-file", file("a.json", std::string(100000, '['))}), "nested");
    expectRefused(logits(golden("alibi"), {"--tokens-file", at("none.json")}), "none.json");
}

TEST_F(BadInput, LengthsLayersAndHeads)
{
    expectRefused(evaluate(golden("alibi"), "0"), "at least 1");
    expectRefused(evaluate(golden("alibi"), "-4"), "at least 1");
    expectRefused(evaluate(golden("alibi"), "2,5"), "beyond the text");
    expectRefused(evaluate(golden("alibi"), "1", {"--tokens", "7"}), "at least two");
    expectRefused(evaluate(golden("alibi"), "2", {"--tokens", "1,2,3", "--window", "sliding", "--stride", "3"}),
                  "--stride");
    expectRefused(attention(at("a.npy"), "2"), "--layer 2");
    expectRefused(attention(at("a.npy"), "-1"), "--layer -1");
    expectRefused(attention(at("a.npy"), "0", "3"), "--head 3");
}

TEST_F(BadInput, OutputFormats)
{
    for (const char* name : {"a.gif", "a.tiff", "a.txt", "a", ".npy"})
        expectRefused(attention(at(name)), name);
    expectRefused({"logits", "--model", golden("alibi"), "--tokens", "1", "--out", at("a.csv")}, "a.csv");
    expectRefused({"--screenshot", at("a.jpg")}, "a.jpg");
}

TEST_F(BadInput, MatricesTooLargeToWrite)
{
    std::string tokens = "[1";
    for (int i = 1; i < 16385; ++i)
        tokens += ",1";
    Arguments arguments = attention(at("a.npy"));
    *std::ranges::find(arguments, "--tokens") = "--tokens-file";
    expectRefused(with(arguments, "--tokens-file", file("many.json", tokens + "]")), "16385");
}

TEST_F(BadInput, OutputFolders)
{
    // Permissions do not bind root; the kernel's own file system binds everyone.
    std::string locked = "/sys/kernel";
    if (::geteuid() != 0) {
        fs::create_directory(folder / "locked");
        fs::permissions(folder / "locked", fs::perms::owner_read | fs::perms::owner_exec);
        locked = at("locked");
    }
    for (const char* name : {"a.npy", "a.csv", "a.png"}) {
        expectRefused(attention(at("missing/") + name), "does not exist");
        expectRefused(attention(locked + "/" + name), "cannot be written");
    }
    expectRefused(with(evaluate(golden("alibi"), "2"), "--out", at("missing/a.json")), "does not exist");
    expectRefused(with(evaluate(golden("alibi"), "2"), "--out", locked + "/a.csv"), "cannot be written");
    expectRefused(trainingOf(folder / "missing" / "model"), "missing");
    expectRefused(trainingOf(fs::path(locked) / "model"), "cannot be written");
    expectRefused(trainingOf(file("plain", "")), "plain");
    if (::geteuid() != 0)
        fs::permissions(folder / "locked", fs::perms::owner_all);
}

TEST_F(BadInput, FullDisk)
{
    const Surroundings tiny{.largestFile = 100, .outputFile = {}};
    std::string tokens = "1";
    for (int i = 0; i < 200; ++i)
        tokens += ",1";
    for (const char* name : {"a.npy", "a.csv", "a.png"})
        expectRefused(attention(at(name), "0", "0", tokens), name, tiny);
    expectRefused(logits(golden("alibi")), "out.npy", tiny);
    expectRefused(evaluate(golden("alibi"), "2"), "out.json", tiny);
    const Ending toFullDisk =
        run({"slopes", "--heads", "8"}, Surroundings{.largestFile = 0, .outputFile = "/dev/full"});
    EXPECT_EQ(toFullDisk.code, 1);
    EXPECT_NE(toFullDisk.sentence().find("standard output"), std::string::npos) << toFullDisk.err;
    // Training has made its folder by then; there is no half a file in it.
    const Ending training = run(trainingOf(folder / "m"), tiny);
    EXPECT_EQ(training.code, 1);
    EXPECT_NE(training.sentence().find("first-save-incomplete.txt"), std::string::npos) << training.err;
    EXPECT_TRUE(fs::is_empty(folder / "m"));
}

TEST_F(BadInput, MissingAndDamagedCheckpoints)
{
    expectRefused(logits(at("nowhere")), "nowhere");
    expectRefused(logits(file("model.txt", "a")), "model.txt");
    const std::string model = copy();
    const std::string weights = contentOf(folder / "model" / "model.safetensors");
    for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{100}, weights.size() - 1}) {
        file("model/model.safetensors", weights.substr(0, size));
        expectRefused(logits(model), "model.safetensors");
    }
    std::string crafted = weights; // a header of 2^63 bytes
    std::memset(crafted.data(), 0, 8);
    crafted[7] = static_cast<char>(0x80);
    file("model/model.safetensors", crafted);
    expectRefused(logits(model), "model.safetensors");
    std::string infinite = weights;
    const float nan = std::numeric_limits<float>::quiet_NaN();
    std::memcpy(infinite.data() + infinite.size() - 4, &nan, 4);
    file("model/model.safetensors", infinite);
    expectRefused(logits(model), "finite");
    fs::remove(folder / "model" / "model.safetensors");
    expectRefused(logits(model), "model.safetensors");
    file("model/model.safetensors", weights);
    file("model/tokenizer.json", "{\"model\": 3}");
    expectRefused(logits(model), "tokenizer.json");
    fs::remove(folder / "model" / "tokenizer.json");
    fs::remove(folder / "model" / "config.json");
    expectRefused(logits(model), "config.json");
}

TEST_F(BadInput, Configurations)
{
    const std::string model = copy();
    const std::string config = contentOf(folder / "model" / "config.json");
    const auto refused = [&](const std::string& key, const Json& value, const std::string& word) {
        file("model/config.json", config);
        setConfig(key, value);
        expectRefused(logits(model), word);
    };
    refused("hidden_size", "24", "hidden_size");
    refused("hidden_size", 24.5, "hidden_size");
    refused("hidden_size", -24, "hidden_size");
    refused("hidden_size", 0, "hidden_size");
    refused("hidden_size", 25, "hidden_size");
    refused("hidden_size", 27, "embedding.weight");
    refused("vocab_size", 4'000'000, "embedding.weight");
    refused("vocab_size", 9e18, "vocab_size");
    refused("num_hidden_layers", 1e30, "num_hidden_layers");
    refused("num_hidden_layers", 1024, "layers.");
    refused("num_attention_heads", Json::array(), "num_attention_heads");
    refused("position_encoding", "zigzag", "zigzag");
    refused("position_encoding", nullptr, "position_encoding");
    refused("alibi_slopes", Json::array({1, 2}), "alibi_slopes");
    refused("alibi_slopes", "steep", "alibi_slopes");
    refused("hidden_act", "relu6", "relu6");
    refused("model_type", "gpt2", "gpt2");
    for (const std::string& text : {std::string(""), std::string("["), std::string("null"), std::string("{\"a\":1}"),
                                    std::string(200000, '['), std::string("\xFF\xFE")}) {
        file("model/config.json", text);
        expectRefused(logits(model), "config.json");
    }
}

TEST_F(BadInput, Training)
{
    const auto refused = [&](const std::string& option, const std::string& value, const std::string& word) {
        expectRefused(with(trainingOf(folder / "m"), option, value), word);
    };
    refused("--encoding", "zigzag", "zigzag");
    refused("--length", "0", "length");
    refused("--length", "-8", "length");
    refused("--length", "60000", "tokens");
    refused("--length", "99999999", "length");
    refused("--steps", "0", "steps");
    refused("--batch", "0", "batch");
    refused("--batch", "9999999999", "batch");
    refused("--width", "15", "hidden_size");
    refused("--width", "-16", "hidden_size");
    refused("--width", "32000", "heads");
    refused("--heads", "0", "num_attention_heads");
    refused("--layers", "99999", "num_hidden_layers");
    refused("--vocabulary", "255", "256");
    refused("--vocabulary", "-1", "vocab_size");
    refused("--text-file", file("empty.txt", ""), "empty.txt");
    refused("--text-file", file("short.txt", "abc"), "tokens");
    refused("--text-file", file("binary.txt", std::string("a\0b", 3)), "binary");
    refused("--text-file", at("missing.txt"), "missing.txt");
    const auto refusedMore = [&](const Arguments& more, const std::string& word) {
        expectRefused(trainingOf(folder / "m", more), word);
    };
    refusedMore({"--learning-rate", "0"}, "learning_rate");
    refusedMore({"--learning-rate", "nan"}, "learning_rate");
    refusedMore({"--warmup", "21"}, "warmup");
    refusedMore({"--clip", "0"}, "clip");
    refusedMore({"--feed-forward", "0"}, "intermediate_size");
    refusedMore({"--validation-file", at("missing.txt")}, "missing.txt");
    refusedMore({"--config", at("missing.json")}, "missing.json");
    refusedMore({"--config", file("c.json", "{\"models\": {}}")}, "models");
    refusedMore({"--config", file("c.json", "{\"training\": []}")}, "training");
    refusedMore({"--config", file("c.json", "{\"training\": {\"beta1\": \"x\"}}")}, "beta1");
    refusedMore({"--config", file("c.json", "{\"training\": {\"betta\": 1}}")}, "betta");
    refusedMore({"--config", file("c.json", "{\"text\": {\"join_lines\": 1}}")}, "join_lines");
    refusedMore({"--config", file("c.json", "{\"model\": {\"layer_norm_epsilon\": -1}}")}, "layer_norm_epsilon");
}

TEST_F(BadInput, TrainingBeyondTheMachine)
{
    Arguments arguments = with(trainingOf(folder / "m"), "--width", "32768");
    arguments = with(with(arguments, "--heads", "1024"), "--layers", "1024");
    expectRefused(arguments, "2^31");
    // Fits the program's limits, but no machine this is likely to run on.
    expectRefused(with(with(trainingOf(folder / "m"), "--length", "4096"), "--batch", "65536"), "GiB");
}

TEST_F(BadInput, WindowArguments)
{
    expectRefused({at("missing.txt")}, "missing.txt");
    expectRefused({"evaluat"}, "evaluat");
    expectRefused({"--screenshot", at("missing/a.png")}, "does not exist");
    expectRefused({}, "display"); // there is none here: said, not abort()
}

TEST_F(BadInput, AScreenshotNeedsNoDisplay)
{
    std::ofstream(at("short.txt")) << "The tide had turned before anyone looked up from the table.\n"; // quick anywhere
    const Ending ending = run({at("short.txt"), "--screenshot", at("a.png"), "--size", "900x600"});
    EXPECT_EQ(ending.code, 0) << ending.err;
    EXPECT_GT(std::filesystem::file_size(at("a.png")), 10'000U);
}

} // namespace
} // namespace app
