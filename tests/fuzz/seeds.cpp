// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/seeds.h"

#include "core/base/parallel.h"
#include "core/io/atomic_file.h"
#include "core/io/npy.h"
#include "core/io/safetensors.h"
#include "core/io/training_checkpoint.h"
#include "core/setup/setup.h"
#include "core/text/byte_level.h"
#include "tests/core/random_model.h"
#include "tests/fuzz/reader.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace fuzz {

core::Trainer smallTrainer(); // training.cpp

namespace {

namespace fs = std::filesystem;

const fs::path resources = RESOURCE_DIR;
const fs::path golden = GOLDEN_DIR;

std::string contentOf(const fs::path& file, std::size_t most = std::size_t{1} << 28)
{
    return core::readFileBytes(file, std::uint64_t{1} << 28).substr(0, most);
}

std::vector<fs::path> foldersIn(const fs::path& folder)
{
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(folder))
        if (fs::exists(entry.path() / "config.json"))
            folders.push_back(entry.path());
    return folders;
}

std::string safetensorsOf(std::string_view header, std::string_view data)
{
    const std::uint64_t length = header.size();
    return std::string(reinterpret_cast<const char*>(&length), sizeof length).append(header).append(data);
}

// As the reader named "checkpoint" takes a folder.
std::string folderOf(std::string_view config, std::string_view tokenizer, std::string_view weights)
{
    const std::uint32_t lengths[2] = {static_cast<std::uint32_t>(config.size()),
                                      static_cast<std::uint32_t>(tokenizer.size())};
    return std::string(reinterpret_cast<const char*>(lengths), sizeof lengths)
        .append(config)
        .append(tokenizer)
        .append(weights);
}

std::string tokenizerJson(const core::Json& preTokenizer, const core::Json& added, bool merge)
{
    core::Json vocabulary = core::Json::object();
    for (int byte = 0; byte < 256; ++byte) {
        const char one = static_cast<char>(byte);
        vocabulary[core::toByteLevel({&one, 1})] = byte;
    }
    core::Json merges = core::Json::array();
    if (merge) {
        vocabulary["th"] = 256;
        vocabulary["the"] = 257;
        merges = {"t h", {"th", "e"}};
    }
    return core::Json{{"version", "1.0"},
                      {"added_tokens", added},
                      {"pre_tokenizer", preTokenizer},
                      {"decoder", {{"type", "ByteLevel"}}},
                      {"model", {{"type", "BPE"}, {"vocab", vocabulary}, {"merges", merges}}}}
        .dump();
}

void addTokenizers(const AddSeed& add)
{
    const core::Json plain{{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", true}};
    const core::Json whole{{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}};
    const core::Json bloom{{"type", "Sequence"},
                           {"pretokenizers",
                            {{{"type", "Split"},
                              {"pattern", {{"Regex", " ?[^(\\s|[.,!?…。，、।۔،])]+"}}},
                              {"behavior", "Isolated"},
                              {"invert", false}},
                             whole}}};
    const core::Json end{{{"id", 258}, {"content", "<|end|>"}, {"special", true}},
                         {{"id", 259}, {"content", "<|"}, {"special", false}}};
    add("tokenizer", tokenizerJson(plain, core::Json::array(), false));
    add("tokenizer", tokenizerJson(plain, end, true));
    add("tokenizer", tokenizerJson(whole, core::Json::array(), true));
    add("tokenizer", tokenizerJson(bloom, core::Json::array(), true));
    add("tokenizer", contentOf(resources / "models" / "alibi-64" / "tokenizer.json"));
    add("tokenizer", std::string(100'000, '['));
    add("tokenizer_made", std::string(600, 'a') + "b \n");
    std::string bytes;
    for (int i = 0; i < 900; ++i)
        bytes += static_cast<char>(i * 7);
    add("tokenizer_made", bytes);
}

void addModels(const AddSeed& add)
{
    for (const fs::path& folder : foldersIn(golden)) {
        add("config", contentOf(folder / "config.json"));
        add("safetensors", contentOf(folder / "model.safetensors", 1 << 14));
    }
    for (const char* more :
         {R"({"alibi_scaling": {"type": "ntk", "factor": 4}})", R"({"alibi_growth": "exponential"})",
          R"({"attention_window": 8, "attention_sinks": 2, "bias_factor": 2})",
          R"({"position_encoding": "rotary", "rope_scaling": {"rope_type": "yarn", "factor": 4.0, "beta_fast": 32}})",
          R"({"position_encoding": "t5", "t5_num_buckets": 32, "t5_max_distance": 128})",
          R"({"position_encoding": "fire", "fire_width": 32, "fire_threshold": 16})"}) {
        core::Json config = core::Json::parse(contentOf(golden / "alibi" / "config.json"));
        config.update(core::Json::parse(more));
        add("config", config.dump());
    }
    // Small ones that load and run, so that what comes after reading is reached.
    const fs::path file = fs::path(fileOf("") + ".safetensors");
    for (const char* encoding : {"alibi", "rotary", "sinusoidal", "none", "sandwich", "xpos", "t5", "fire"}) {
        core::ModelConfig config = core::randomModelConfig(encoding);
        config.vocabularySize = 8;
        config.width = 8;
        config.layers = 1;
        config.heads = 2;
        config.feedForwardWidth = 4;
        const auto parameters = core::randomParameters(config);
        std::vector<core::TensorToWrite> tensors;
        const core::ParameterLayout& layout = parameters->layout();
        for (std::size_t i = 0; i < layout.tensors().size(); ++i) {
            const core::TensorSpec& spec = layout.tensors()[i];
            tensors.push_back({spec.name,
                               {spec.shape.begin(), spec.shape.end()},
                               parameters->values().subspan(static_cast<std::size_t>(layout.offset(i)),
                                                            static_cast<std::size_t>(spec.size()))});
        }
        core::writeSafetensors(file, std::move(tensors));
        add("checkpoint", folderOf(config.toJson().dump(), {}, contentOf(file)));
    }
    fs::remove(file);
    add("safetensors", safetensorsOf("{}", {}));
    add("safetensors", safetensorsOf(R"({"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})", "1234"));
    add("safetensors",
        safetensorsOf(R"({"a":{"dtype":"F32","shape":[4611686018427387904,2,0],"data_offsets":[0,0]}})", {}));
    add("safetensors",
        safetensorsOf(R"({"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"__metadata__":{"b":"c"}})", "12"));
}

void addSessions(const AddSeed& add)
{
    core::Setup setup;
    setup.columns.resize(2);
    setup.columns[0].model = "builtin:alibi-64";
    setup.columns[0].slopes = {0.5, 0.25, 0.125, 0.0625, 0.03, 0.01, 0.005, 0.0025};
    setup.columns[1].model = "builtin:sinusoidal-64";
    setup.text = {core::TextKind::Passage, "market"};
    setup.view.region = core::Region{0, 10, 0, 5};
    setup.view.limits = core::ValueRange{0.0, 1.5};
    setup.view.scale = core::Scale::Percentile;
    const std::string chunk = "Session" + std::string(5, '\0') + "{}";
    add("picture",
        "\x89PNG\r\n\x1a\n" + std::string("\0\0\0\x0eiTXt", 8) + chunk + "CRC4" + std::string("\0\0\0\0IENDCRC4", 12));
    add("picture", "<svg><metadata><alibi:Session>{&quot;a&quot;:1}</alibi:Session></metadata></svg>");
    add("picture", "%PDF-1.4\n<alibi:Session>{}</alibi:Session>");
    add("session", setup.toJson().dump(2));
    const std::string deep(100'000, '[');
    add("session", deep);
    add("config", deep);
    setup.columns.front().model = "builtin:alibi-64?{\"alibi_growth\":" + deep;
    add("session", setup.toJson().dump());
    setup.columns.front().model = "builtin:alibi-64";
    setup.columns.front().slopes.clear();
    for (const char* options :
         {R"({"alibi_growth": "exponential"})", R"({"rope_scaling": {"rope_type": "yarn", "factor": 4.0}})",
          R"({"bias_factor": 2, "bias_divided_by_sqrt_d": true})",
          R"({"attention_window": 3, "attention_sinks": 1})"}) {
        setup.columns.front().options = core::Json::parse(options);
        add("session", setup.toJson().dump());
    }
}

void addTexts(const AddSeed& add)
{
    for (const auto& entry : fs::directory_iterator(resources / "texts"))
        if (entry.path().extension() == ".txt")
            add("text", "\7" + contentOf(entry.path(), 3000));
    add("text",
        "\7\xEF\xBB\xBFThe Project Gutenberg eBook of X\r\n\r\n*** START OF THE PROJECT GUTENBERG EBOOK X,\r\n"
        "WITH LONG TITLE ***\r\n\r\nProduced by A\r\n\r\nCHAPTER I\r\n\r\n“Hello”—said‐\r\nhe… it was—\r\nso. \r\n"
        "\r\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\r\nlicence");
    for (const char* slope : {"1/4", "0.3", "2^-5", "2^(-8/12)", "-1/8", "0,25", "((((1))))", "1e-5", "2^-14.5",
                              "2^-1e3", "−1/8", "65536", "1e-320", "0/0", "-0"})
        add("slope", slope);
    for (const char* words :
         {"F[1,2,3]", "F{\"tokens\":[1,2147483647,-5]}", "T1, 2,3", "Salibi_scaling={\"type\":\"ntk\",\"factor\":4}",
          "Sattention_window=64", "Xsome text\r\n"})
        add("words", words);
}

void addNumbers(const AddSeed& add)
{
    const std::string file = fileOf("");
    core::writeNpy(file, std::vector<float>{1.0F, 2.0F, 3.0F});
    add("npy", contentOf(file));
    for (const char* shape :
         {"(2, 3)", "(0, 3)", "(9223372036854775807, 0)", "(9223372036854775807, 9223372036854775807)"}) {
        const std::string header = std::string("{'descr': '<f4', 'fortran_order': False, 'shape': ") + shape + ", }\n";
        add("npy", std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header +
                       std::string(24, '\0'));
    }
    for (const auto& entry : fs::directory_iterator(resources / "models"))
        if (entry.path().extension() == ".json")
            try {
                core::OrderedJson json = core::OrderedJson::parse(contentOf(entry.path()));
                if (json.contains("results") && json["results"].is_array()) {
                    core::OrderedJson few = core::OrderedJson::array();
                    for (std::size_t i = 0; i < json["results"].size() && i < 4; ++i)
                        few.push_back(json["results"][i]);
                    json["results"] = few;
                }
                add("report", json.dump());
            } catch (const core::OrderedJson::exception&) {
                // not a study's
            }
    for (const auto& entry : fs::directory_iterator(resources / "paper"))
        if (entry.path().extension() == ".json")
            add("report", contentOf(entry.path()));
    add("train_config",
        R"(C{"model": {"position_encoding": "alibi", "hidden_size": 32, "num_attention_heads": 4}, "training": {"steps": 10, "length": 16, "batch": 2, "learning_rate": 0.01, "warmup": 1, "seed": 3}, "text": {"strip_gutenberg": true, "join_lines": false}})");
    add("train_config", "Lstep,loss,gradient_norm,learning_rate\n0,1,2,3\n1,2,3,4\n60,1,1,1\n");
    add("record", "J" + contentOf(resources / "models" / "alibi-64" / "training.json"));
    add("record",
        R"(J{"options": {"learning_rates": [{"step": 0, "rate": 0.01}, {"step": 9, "rate": 1e-3}], "seed": 7}, "steps": 12, "held_out_tokens": 9, "text_files": [{"file": "passage:market", "bytes": 3}]})");
    add("record", "Vstep,nll,perplexity\n10,2.5,12.2\n20,2.25,9.5\n");
    const fs::path folder = fileOf("") + "-run";
    fs::create_directory(folder);
    core::Trainer trainer = smallTrainer();
    trainer.step();
    core::saveTraining(folder, trainer, 7);
    add("training", contentOf(folder / "training.safetensors"));
    fs::remove_all(folder);
}

void addLessons(const AddSeed& add)
{
    for (const auto& entry : fs::recursive_directory_iterator(resources / "lessons"))
        if (entry.path().extension() == ".json")
            add("lesson", contentOf(entry.path()));
    add("lesson", R"({"alibi_lab_lesson": 1, "id": "a", "title": "A", "minutes": 1, "steps": [
        {"text": ["*a* [b](c) {1 + 2 : 1} \\*"], "formula": "x", "setup": {"length": 8, "view": {"stage": "bias"}},
         "prediction": {"question": "?", "answers": [{"text": "x", "right": "1 < 2"}, {"text": "y", "right": "1 > 2"}]},
         "controls": ["slopes"], "action": {"text": "do", "done": "slope(1, 0) == 0"},
         "claims": ["perplexity(alibi-64, 64) < 100"], "notice": "n", "question": "q", "notes": "s"}]})");
    for (const char* expression :
         {"F1 + 2 * (3 - 4) / 5 < 6 and not difference or stage == 'bias'", "F-abs(loss(2, 64, windows=sliding))",
          "Fperplexity(alibi-64, 64, alibi_slopes=[1/2, 1/4], rope_scaling={type: linear, factor: 4}) ≥ 1e3"})
        add("lesson", expression);
    add("lesson", "F" + std::string(4000, '('));
    add("lesson", "F" + std::string(4000, '-'));
}

} // namespace

void makeSeeds(const AddSeed& add)
{
    addLessons(add);
    addTokenizers(add);
    addModels(add);
    addSessions(add);
    addTexts(add);
    addNumbers(add);
}

} // namespace fuzz
