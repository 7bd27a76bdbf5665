// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/json_reader.h"
#include "core/base/parallel.h"
#include "core/io/npy.h"
#include "core/io/safetensors.h"
#include "core/position/registry.h"
#include "core/position/switches.h"
#include "core/setup/setup.h"
#include "core/study/study.h"
#include "core/text/byte_level.h"
#include "core/text/text_reader.h"
#include "core/text/tokenizer.h"
#include "core/train/trainer.h"
#include "tests/core/random_model.h"
#include "ui/language/language.h"
#include "ui/library/library.h"

#include <QRegularExpression>
#include <QSet>

#include <gtest/gtest.h>

#include <set>

namespace ui {
namespace {

struct InPseudo
{
    InPseudo() { setLanguage(QStringLiteral("pseudo")); }
    ~InPseudo() { setLanguage(QStringLiteral("en")); }
};

// Whatever core throws passes through one place.
TEST(CoreWords, EveryErrorCanBeTranslated)
{
    const InPseudo language;
    try {
        core::Setup::fromJson(core::Json::parse(R"({"alibi_lab_session": 1, "models": 3, "text": {}})"), "name");
        FAIL();
    } catch (const core::Error& problem) {
        EXPECT_TRUE(std::string(problem.what()).find("must be") != std::string::npos) << problem.what();
        EXPECT_TRUE(QString::fromStdString(problem.message()).startsWith(QStringLiteral("⟦name")) ||
                    problem.message().find("name") != std::string::npos);
        EXPECT_EQ(problem.message().find("must"), std::string::npos) << problem.message();
    }
}

TEST(CoreWords, AnErrorInAnErrorIsTranslatedWithIt)
{
    const InPseudo language;
    const core::Error inner = core::error("{} apples", 3);
    const core::Error outer = core::error("{}: {}", "basket", inner.sentence());
    EXPECT_STREQ(outer.what(), "basket: 3 apples");
    EXPECT_EQ(outer.message(), "⟦basket: ⟦3 åþþļéš⟧⟧");
    EXPECT_EQ(core::error("{:.1f} {{}} {:#04x}", 2.25, static_cast<unsigned char>(7)).message(), "⟦2.2 {} 0x07⟧");
}

template <typename T>
core::Json parsedJsonOf(const T& value)
{
    return core::Json::parse(value.toJson().dump());
}

// What comes of bad input to everything that reads and checks. A sentence is in the person's language when every word
// in plain letters is a word of the input: English of ours that went in as an argument is not.
class CoreErrors : public testing::Test, InPseudo
{
protected:
    void expectTranslated(const core::Error& problem, std::string_view input)
    {
        m_formats.insert(problem.sentence().format());
        const QString message = QString::fromStdString(problem.message());
        const QString known = QString::fromUtf8(input.data(), static_cast<qsizetype>(input.size()));
        static const QRegularExpression plain(QStringLiteral("[A-Za-z_]{2,}"));
        for (auto match = plain.globalMatch(message); match.hasNext();) {
            const QString word = match.next().captured();
            EXPECT_TRUE(known.contains(word) || m_names.contains(word))
                << word.toStdString() << " in " << problem.what();
        }
        EXPECT_TRUE(message.contains(QStringLiteral("⟦"))) << problem.what();
    }

    template <typename Read>
    void refused(const std::string& input, Read read, std::string_view alsoKnown = {})
    {
        try {
            read(input);
        } catch (const core::Error& problem) {
            expectTranslated(problem, std::string(alsoKnown) + input);
        }
    }

    // The JSON with every value in turn missing or another, and broken as JSON.
    template <typename Read>
    void spoiled(const core::Json& seed, Read read)
    {
        const std::string whole = seed.dump();
        const auto take = [&](const core::Json& json) {
            refused(
                json.dump(), [&](const std::string& text) { read(core::parseJson(text, "7")); }, whole);
        };
        for (const auto& place : placesIn(seed, core::Json::json_pointer(), 0)) {
            for (const core::Json& value :
                 {core::Json(), core::Json(true), core::Json(-1), core::Json(1e300), core::Json(0), core::Json(0.5),
                  core::Json("1"), core::Json::array(), core::Json::object()}) {
                core::Json other = seed;
                other[place] = value;
                take(other);
            }
            if (place.empty())
                continue;
            core::Json without = seed;
            if (without[place.parent_pointer()].is_object())
                without[place.parent_pointer()].erase(place.back());
            else
                without[place.parent_pointer()].erase(0);
            take(without);
            core::Json more = seed;
            if (more[place].is_object()) {
                more[place]["zzz"] = 1;
                take(more);
            }
        }
        for (const std::string& broken :
             {std::string(), whole.substr(0, whole.size() / 2), whole + "]", std::string("{\"a\": 1, \"a\": 2}"),
              std::string(2000, '['), std::string("\"\xff\""), std::string("nul"), std::string("1e999")})
            refused(
                broken, [&](const std::string& text) { read(core::parseJson(text, "7")); }, whole);
    }

    // Every object and list, and the first few of what is in them.
    static std::vector<core::Json::json_pointer> placesIn(const core::Json& json, const core::Json::json_pointer& at,
                                                          int depth)
    {
        std::vector<core::Json::json_pointer> places{at};
        const std::size_t most = depth < 2 ? 40 : 3;
        std::size_t seen = 0;
        for (auto it = json.begin(); json.is_structured() && it != json.end() && seen < most; ++it, ++seen)
            for (auto& place : placesIn(*it, json.is_object() ? at / it.key() : at / seen, depth + 1))
                places.push_back(std::move(place));
        return places;
    }

    // Encodings' ids and words, switches, stages: names that sentences list.
    QSet<QString> namesOfOptions()
    {
        QSet<QString> names;
        const auto add = [&](std::string_view text) {
            static const QRegularExpression word(QStringLiteral("[A-Za-z_]{2,}"));
            for (auto match = word.globalMatch(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
                 match.hasNext();)
                names.insert(match.next().captured());
        };
        for (const auto& entry : core::encodings<float>()) {
            add(entry.id);
            for (const core::Option* option : core::optionsOf(entry.id)) {
                add(option->key);
                add(option->typeKey);
                for (const core::OptionChoice& choice : option->choices) {
                    add(choice.word);
                    for (const auto& field : choice.fields)
                        add(field.key);
                }
            }
        }
        return names;
    }

    // Formats of the files, and of commands that a sentence tells to run.
    QSet<QString> m_names{QStringLiteral("JSON"), QStringLiteral("null"), QStringLiteral("true"), QStringLiteral("BPE"),
                          QStringLiteral("ByteLevel")};
    std::set<std::string> m_formats; // that were met
};

TEST_F(CoreErrors, OfCheckpointsAreTranslated)
{
    m_names += namesOfOptions();
    for (const auto& entry : core::encodings<float>())
        spoiled(parsedJsonOf(core::randomModelConfig(entry.id)),
                [](const core::Json& json) { core::ModelConfig::fromJson(json, "7"); });
    for (const auto& entry : core::encodings<float>())
        for (const core::Option* option : core::optionsOf(entry.id))
            for (const core::Json& value :
                 {core::Json(-1e9), core::Json(1e9), core::Json("1"), core::Json(true), core::Json(0.5),
                  core::Json::array({1, 2}), core::Json::array({"1"}), core::Json::object(),
                  core::Json{{std::string(option->typeKey.empty() ? "1" : option->typeKey), "1"}},
                  core::Json{{std::string(option->typeKey.empty() ? "1" : option->typeKey),
                              option->choices.empty() ? "1" : std::string(option->choices.back().word)},
                             {"factor", -1}}}) {
                const core::Json options{{std::string(option->key), value}};
                refused(options.dump(),
                        [&](const std::string&) { (void)core::randomModel(entry.id).withEncodingOptions(options); });
            }
    const core::Json header{{"a", {{"dtype", "F32"}, {"shape", {2, 2}}, {"data_offsets", {0, 16}}}},
                            {"b", {{"dtype", "BF16"}, {"shape", {3}}, {"data_offsets", {16, 22}}}}};
    m_names += {QStringLiteral("F32"), QStringLiteral("F16"), QStringLiteral("BF16"), QStringLiteral("BF")};
    m_names += {QStringLiteral("dtype"), QStringLiteral("shape"), QStringLiteral("data_offsets")};
    const auto file = [](const std::string& json) {
        const std::uint64_t length = json.size();
        return std::string(reinterpret_cast<const char*>(&length), sizeof length) + json + std::string(22, '\0');
    };
    const auto weights = [](const std::string& bytes) { (void)core::SafetensorsFile::parse(bytes, "7").floats("c"); };
    const core::Json::json_pointer root;
    for (const auto& place : placesIn(header, root, 0))
        for (const core::Json& value : {core::Json(), core::Json(-1), core::Json(5), core::Json(0.5), core::Json("1"),
                                        core::Json::array(), core::Json::array({1, 2, 3}), core::Json::object(),
                                        core::Json(std::uint64_t{1} << 63), core::Json(true)}) {
            core::Json other = header;
            other[place] = value;
            refused(file(other.dump()), weights, header.dump());
        }
    for (const std::string& bytes :
         {std::string(), std::string("1"), std::string(12, '\xff'), std::string(12, '\0'), file("{"), file("{}"),
          file(header.dump()).substr(0, 100), file(header.dump()) + "1", file(header.dump())})
        refused(bytes, weights, header.dump());
    EXPECT_GT(m_formats.size(), 30U);
}

TEST_F(CoreErrors, OfTextsTokenizersAndNumbersAreTranslated)
{
    core::Json vocabulary = core::Json::object();
    for (int byte = 0; byte < 256; ++byte) {
        const char one = static_cast<char>(byte);
        vocabulary[core::toByteLevel({&one, 1})] = byte;
    }
    const core::Json tokenizer{
        {"version", "1.0"},
        {"truncation", nullptr},
        {"padding", nullptr},
        {"normalizer", nullptr},
        {"post_processor", nullptr},
        {"added_tokens", {{{"id", 256}, {"content", "1"}, {"special", true}, {"lstrip", false}}}},
        {"pre_tokenizer", {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", true}}},
        {"decoder", {{"type", "ByteLevel"}}},
        {"model",
         {{"type", "BPE"},
          {"dropout", nullptr},
          {"ignore_merges", false},
          {"continuing_subword_prefix", nullptr},
          {"vocab", vocabulary},
          {"merges", core::Json::array()}}}};
    m_names += {QStringLiteral("Split"), QStringLiteral("Sequence"), QStringLiteral("Regex")};
    spoiled(tokenizer, [](const core::Json& json) { (void)core::Tokenizer::fromJson(json.dump(), "7"); });
    m_names += {QStringLiteral("iconv"),   QStringLiteral("UTF"), QStringLiteral("xe"),
                QStringLiteral("WINDOWS"), QStringLiteral("new"), QStringLiteral("txt")}; // the command that mends it
    for (const std::string& text : {std::string("1\0002", 3), std::string("\xe9"), std::string("\xff\xfe\0", 3)})
        refused(text, [](const std::string& bytes) { (void)core::checkedText(bytes, "7"); });
    for (const char* path : {"/", "/0/0", "/dev/null"})
        refused(path, [](const std::string& name) { (void)core::readTextFile(name, 4, core::Streams::Refuse); });
    for (const std::string& bytes : {std::string(), std::string("\x93NUMPY\1\0\1\0{", 11), std::string(200, '1')})
        refused(
            bytes, [](const std::string& npy) { (void)core::parseNpy(npy, "7"); },
            "NUMPY npy descr float32 NumPy numpy.save C");
    EXPECT_GT(m_formats.size(), 15U);
}

TEST_F(CoreErrors, OfSessionsTrainingsAndReportsAreTranslated)
{
    m_names += namesOfOptions();
    core::Setup setup = startSetup();
    setup.columns[0].options["attention_window"] = 8;
    setup.columns[0].slopes = {0.5, 0.25};
    setup.view.limits = core::ValueRange{0.0, 1.0};
    m_names +=
        {QStringLiteral("content"), QStringLiteral("bias"),       QStringLiteral("position"), QStringLiteral("score"),
         QStringLiteral("weights"), QStringLiteral("peak"),       QStringLiteral("mean"),     QStringLiteral("passage"),
         QStringLiteral("file"),    QStringLiteral("typed"),      QStringLiteral("text"),     QStringLiteral("linear"),
         QStringLiteral("log"),     QStringLiteral("percentile"), QStringLiteral("without"),  QStringLiteral("first"),
         QStringLiteral("key")};
    m_names += {QStringLiteral("hash"), QStringLiteral("region")}; // that a session may have
    spoiled(parsedJsonOf(setup), [](const core::Json& json) { (void)core::Setup::fromJson(json, "7"); });
    spoiled(parsedJsonOf(core::TrainingOptions()),
            [](const core::Json& json) { (void)core::TrainingOptions::fromJson(json, "7"); });
    core::StudyResults results;
    results.study = "extrapolation";
    results.models = {{"1", "2", "3", "alibi", 64, 9, {}}};
    core::Measurement m;
    m.length = 8;
    m.windowing = core::Windowing::Sliding;
    m.stride = 1;
    m.quantities = {{"nll", 1.0}};
    m.series = {{"nll_by_position", {1.0}}};
    results.measurements = {m};
    m_names += {QStringLiteral("sliding"), QStringLiteral("nonoverlapping")};
    spoiled(parsedJsonOf(results), [](const core::Json& json) {
        (void)core::StudyResults::fromJson(core::OrderedJson::parse(json.dump()), "7");
    });
    refused("", [](const std::string&) { (void)core::PaperTables::parse("{}"); });
    refused("", [](const std::string&) { (void)core::PaperTables::parse("{"); });
    EXPECT_GT(m_formats.size(), 15U);
}

TEST_F(CoreErrors, OfStudiesAreTranslated)
{
    m_names += namesOfOptions();
    core::ThreadPool pool(1);
    const auto subject = [](const char* id, std::size_t tokens) {
        return core::Subject{id, "", "", core::randomModel(id), core::randomTokens(tokens), {}};
    };
    for (const core::Study& study : core::studies())
        for (const std::size_t tokens : {1U, 3U, 60U})
            for (const core::Index value : {-1, 0, 1, 17, 1000000}) {
                const std::vector<core::Subject> subjects{subject("alibi", tokens), subject("alibi", tokens)};
                for (const core::StudyOption& option : study.options) {
                    core::StudyValues values(study.options);
                    using Kind = core::StudyOption::Kind;
                    if (option.kind == Kind::Lengths)
                        values.set(option.name, std::vector<core::Index>{value});
                    else if (option.kind == Kind::Length || option.kind == Kind::WholeNumber)
                        values.set(option.name, value);
                    else if (option.kind == Kind::Share)
                        values.set(option.name, static_cast<double>(value));
                    else
                        continue;
                    core::StudyTask task{subjects, values, 1, {}};
                    task.measure = [](std::size_t, const core::TrainingCostOptions&, const core::WindowWatch&) {
                        return core::TrainingCost{1, 100, 0.5, 2e8, 1e8};
                    };
                    core::StudyWatch watch;
                    watch.cancel = [] { return true; }; // what is refused is refused before
                    refused(study.id, [&](const std::string&) { (void)study.run(task, pool, watch); });
                }
            }
    refused(
        "9", [](const std::string& id) { (void)core::studyById(id); }, "extrapolation windows short-long reach");
    EXPECT_GT(m_formats.size(), 6U);
}

} // namespace
} // namespace ui
