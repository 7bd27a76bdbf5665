// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/random.h"
#include "core/text/tokenizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <unistd.h>

using namespace core;

namespace {

const std::string sample = "the cat and the hat; the cats can't and won't. A hat, a cat -- the 12 hats!\n\nété été";

Json trained() { return Json::parse(Tokenizer::train(sample + sample, 280).toJson()); }

Tokenizer read(const Json& file) { return Tokenizer::fromJson(file.dump(), "tokenizer.json"); }

Json addedToken(int id, const std::string& content)
{
    return {{"id", id},        {"content", content},  {"single_word", false}, {"lstrip", false},
            {"rstrip", false}, {"normalized", false}, {"special", true}};
}

Json bloomSplit()
{
    return {{"type", "Sequence"},
            {"pretokenizers",
             {{{"type", "Split"},
               {"pattern", {{"Regex", " ?[^(\\s|[.,!?…。，、।۔،])]+"}}},
               {"behavior", "Isolated"},
               {"invert", false}},
              {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", false}}}}};
}

// The sentence with which a changed file is refused.
std::string refusal(const std::function<void(Json&)>& change)
{
    Json file = trained();
    change(file);
    try {
        read(file);
    } catch (const Error& failure) {
        return failure.what();
    }
    return "it was read";
}

void expectRefused(const std::function<void(Json&)>& change, std::string_view part)
{
    const std::string sentence = refusal(change);
    EXPECT_TRUE(sentence.starts_with("tokenizer.json: ")) << sentence;
    EXPECT_NE(sentence.find(part), std::string::npos) << sentence << "\nlacks " << part;
}

} // namespace

TEST(TokenizerJson, ReadsWhatItWrote)
{
    const Tokenizer tokenizer = Tokenizer::train(sample + sample, 280);
    const Tokenizer again = Tokenizer::fromJson(tokenizer.toJson(), "copy");
    EXPECT_EQ(again.toJson(), tokenizer.toJson());
    EXPECT_EQ(again.encode(sample), tokenizer.encode(sample));
    EXPECT_EQ(again.size(), 280);
}

TEST(TokenizerJson, WritesWhatHuggingFaceReads)
{
    const Json file = trained();
    for (const char* key : {"truncation", "padding", "normalizer", "post_processor"})
        EXPECT_TRUE(file.at(key).is_null()) << key;
    EXPECT_EQ(file.at("version"), "1.0");
    EXPECT_EQ(file.at("added_tokens"), Json::array());
    const Json byteLevel = {
        {"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", true}};
    EXPECT_EQ(file.at("pre_tokenizer"), byteLevel);
    EXPECT_EQ(file.at("decoder"), byteLevel);
    const Json& model = file.at("model");
    EXPECT_EQ(model.at("type"), "BPE");
    EXPECT_EQ(model.at("vocab").size(), 280U);
    EXPECT_EQ(model.at("merges").size(), 24U);
    for (const char* key : {"dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"})
        EXPECT_TRUE(model.at(key).is_null()) << key;
    // GPT-2's ids and characters of a few bytes: "!", "a", 0xFF, 0x00, line feed, space, 0xAD.
    const std::pair<const char*, int> bytes[] = {{"!", 0},   {"a", 64},  {"ÿ", 187}, {"Ā", 188},
                                                 {"Ċ", 198}, {"Ġ", 220}, {"Ń", 255}};
    for (const auto& [token, id] : bytes)
        EXPECT_EQ(model.at("vocab").at(token), id) << token;
}

TEST(TokenizerJson, ReadsBothNotationsOfMerges)
{
    const Json strings = trained();
    Json pairs = strings;
    for (Json& merge : pairs["model"]["merges"]) {
        const auto text = merge.get<std::string>();
        const std::size_t space = text.find(' ');
        merge = Json::array({text.substr(0, space), text.substr(space + 1)});
    }
    EXPECT_EQ(read(pairs).encode(sample), read(strings).encode(sample));
    EXPECT_EQ(read(pairs).toJson(), read(strings).toJson());
}

TEST(TokenizerJson, ReadsAFileThatLeavesOutWhatMayBeLeftOut)
{
    const Json file = trained();
    const Json least = {{"pre_tokenizer", {{"type", "ByteLevel"}, {"add_prefix_space", false}}},
                        {"model", {{"vocab", file["model"]["vocab"]}, {"merges", file["model"]["merges"]}}}};
    EXPECT_EQ(read(least).toJson(), read(file).toJson());
}

TEST(TokenizerJson, MatchesAddedTokensBeforeEverythingElse)
{
    Json file = trained();
    file["added_tokens"] = {addedToken(280, "<|end|>"), addedToken(281, "<|end|>!"), addedToken(282, "é  "),
                            addedToken(0, "!")};
    const Tokenizer tokenizer = read(file);
    EXPECT_EQ(tokenizer.size(), 283);
    EXPECT_EQ(tokenizer.bytesOf(282), "é  ");
    EXPECT_EQ(tokenizer.encode("<|end|><|end|>!!"), (std::vector<int>{280, 281, 0})); // the longest first
    EXPECT_EQ(tokenizer.encode("é   "), (std::vector<int>{282, 220}));
    const std::string text = "the hat<|end|> the<|end|hat<|end|>";
    const std::vector<int> ids = tokenizer.encode(text);
    EXPECT_EQ(std::ranges::count(ids, 280), 2);
    EXPECT_EQ(tokenizer.decode(ids), text);
    // What stands before an added token is cut as if the text ended there.
    const std::vector<int> alone = tokenizer.encode("the hat");
    EXPECT_TRUE(std::equal(alone.begin(), alone.end(), ids.begin()));
    const Json written = Json::parse(tokenizer.toJson());
    EXPECT_EQ(written["added_tokens"].size(), 4U);
    EXPECT_EQ(written["model"]["vocab"].size(), 280U); // as in the file it came from
    EXPECT_EQ(Tokenizer::fromJson(tokenizer.toJson(), "copy").encode(text), ids);
}

TEST(TokenizerJson, ReadsBloomsPreTokenizer)
{
    Json file = trained();
    file["pre_tokenizer"] = bloomSplit();
    file["model"]["vocab"]["'q"] = 280;
    file["model"]["vocab"]["n'q"] = 281;
    file["model"]["merges"] = Json::array({"' q", "n 'q"}); // GPT-2's pieces never let these meet
    const Tokenizer tokenizer = read(file);
    const std::vector<int> ids = tokenizer.encode("can'q");
    ASSERT_EQ(ids.size(), 3U);
    EXPECT_EQ(ids.back(), 281);
    EXPECT_EQ(Tokenizer::fromJson(tokenizer.toJson(), "copy").encode("can'q"), ids);
    file["pre_tokenizer"] = trained()["pre_tokenizer"];
    EXPECT_EQ(read(file).encode("can'q").size(), 5U);
}

TEST(TokenizerJson, ReadsByteLevelWithoutCuts)
{
    Json file = trained();
    file["pre_tokenizer"]["use_regex"] = false;
    file["model"]["vocab"]["aĠ"] = 280;
    file["model"]["merges"] = Json::array({"a Ġ"});
    const Tokenizer tokenizer = read(file);
    EXPECT_EQ(tokenizer.encode("a b").front(), 280);
    EXPECT_EQ(Tokenizer::fromJson(tokenizer.toJson(), "copy").encode("a b").front(), 280);
}

TEST(TokenizerJson, RefusesOtherKindsOfTokenizers)
{
    expectRefused([](Json& file) { file["model"]["type"] = "WordPiece"; }, "WordPiece");
    expectRefused([](Json& file) { file["normalizer"] = {{"type", "NFC"}}; }, "normalizer");
    expectRefused([](Json& file) { file["pre_tokenizer"] = {{"type", "Whitespace"}}; }, "Whitespace");
    expectRefused([](Json& file) { file["pre_tokenizer"] = nullptr; }, "\"pre_tokenizer\" is missing");
    expectRefused([](Json& file) { file["pre_tokenizer"]["add_prefix_space"] = true; }, "add_prefix_space");
    expectRefused([](Json& file) { file["post_processor"] = {{"type", "TemplateProcessing"}}; }, "TemplateProcessing");
    expectRefused([](Json& file) { file["decoder"] = {{"type", "Metaspace"}}; }, "Metaspace");
    expectRefused([](Json& file) { file["truncation"] = {{"max_length", 5}}; }, "truncation");
    expectRefused([](Json& file) { file["padding"] = {{"pad_id", 5}}; }, "padding");
    expectRefused([](Json& file) { file["model"]["dropout"] = 0.1; }, "dropout");
    expectRefused([](Json& file) { file["model"]["continuing_subword_prefix"] = "##"; }, "continuing_subword_prefix");
    expectRefused([](Json& file) { file["model"]["end_of_word_suffix"] = "</w>"; }, "end_of_word_suffix");
    expectRefused([](Json& file) { file["model"]["ignore_merges"] = true; }, "ignore_merges");
}

TEST(TokenizerJson, RefusesSequencesThatAreNotBlooms)
{
    for (const auto& change : std::vector<std::function<void(Json&)>>{
             [](Json& parts) { parts[0]["pattern"]["Regex"] = "[^ ]+"; },
             [](Json& parts) { parts[0]["invert"] = true; }, [](Json& parts) { parts[1]["use_regex"] = true; },
             [](Json& parts) { parts.erase(1); }, [](Json& parts) { parts[0]["behavior"] = "Removed"; },
             [](Json& parts) { parts.push_back(parts[1]); }, [](Json& parts) { parts = Json::object(); }}) {
        expectRefused(
            [&](Json& file) {
                file["pre_tokenizer"] = bloomSplit();
                change(file["pre_tokenizer"]["pretokenizers"]);
            },
            "sequence of pre-tokenizers");
    }
}

TEST(TokenizerJson, RefusesBrokenVocabularies)
{
    const auto vocab = [](Json& file) -> Json& { return file["model"]["vocab"]; };
    expectRefused([&](Json& file) { vocab(file)["Ġxyz"] = 281; }, "\"Ġxyz\" is 281");
    expectRefused([&](Json& file) { vocab(file)["Ġxyz"] = -1; }, "-1");
    expectRefused([&](Json& file) { vocab(file)["Ġxyz"] = 1.5; }, "1.5");
    expectRefused([&](Json& file) { vocab(file)["Ġxyz"] = "280"; }, "whole numbers");
    expectRefused([&](Json& file) { vocab(file)["Ġxyz"] = 18446744073709551615U; }, "18446744073709551615");
    expectRefused([&](Json& file) { vocab(file)["Ġxyz"] = 7; }, "the id 7 is given to two");
    expectRefused([&](Json& file) { vocab(file)["a b"] = 280; }, "byte-level alphabet"); // a space is "Ġ"
    expectRefused([&](Json& file) { vocab(file)["中"] = 280; }, "byte-level alphabet");
    expectRefused([&](Json& file) { vocab(file)[""] = 280; }, "byte-level alphabet");
    expectRefused(
        [&](Json& file) {
            vocab(file)["Ġxyz"] = vocab(file)["Ā"];
            vocab(file).erase("Ā");
        },
        "no token for the byte 0x00");
}

TEST(TokenizerJson, RefusesBrokenMerges)
{
    const auto merge = [](const Json& value) {
        return [value](Json& file) { file["model"]["merges"].push_back(value); };
    };
    expectRefused(merge("q zz"), "\"zz\"");
    expectRefused(merge("q x"), "\"qx\"");
    for (const Json& notAPair : {Json("qx"), Json("q x y"), Json(3), Json::array({"q"}), Json::array({"q", 3}), Json()})
        expectRefused(merge(notAPair), "merge 24 must be two tokens");
    expectRefused(merge(trained()["model"]["merges"][3]), "there twice");
    expectRefused(
        [](Json& file) { // "Ċx" as an added token is those two characters, not a line feed and an x
            file["model"]["vocab"]["Ċx"] = 280;
            file["added_tokens"] = Json::array({addedToken(280, "Ċx")});
            file["model"]["merges"].push_back("Ċ x");
        },
        "uses the added token");
}

TEST(TokenizerJson, RefusesBrokenAddedTokens)
{
    const auto added = [](const Json& value) { return [value](Json& file) { file["added_tokens"] = value; }; };
    const auto with = [](const char* key, const Json& value) {
        Json token = addedToken(280, "<x>");
        token[key] = value;
        return Json::array({token});
    };
    expectRefused(added(3), "added_tokens");
    expectRefused(added(Json::array({3})), "added_tokens[0]");
    expectRefused(added(with("content", "")), "added_tokens[0].content");
    expectRefused(added(with("content", 5)), "added_tokens[0].content");
    expectRefused(added(with("id", 281)), "281");
    expectRefused(added(with("id", nullptr)), "added_tokens[0].id");
    expectRefused(added(with("special", "yes")), "added_tokens[0].special");
    for (const char* key : {"single_word", "lstrip", "rstrip"})
        expectRefused(added(with(key, true)), key);
    expectRefused(added({addedToken(280, "<x>"), addedToken(280, "<x>")}), "there twice");
    expectRefused(added({addedToken(280, "<x>"), addedToken(280, "<y>")}), "280");
    expectRefused(added(Json::array({addedToken(5, "a")})), "another id");
    expectRefused(added(Json::array({addedToken(187, "ÿ")})),
                  "no token for the byte 0xff"); // it would mean the letter instead
    expectRefused(added(Json::array_t(10'001, addedToken(280, "<x>"))), "at most 10000");
}

TEST(TokenizerJson, RefusesWrongTypesEverywhere)
{
    const std::pair<const char*, std::vector<Json>> wrong[] = {
        {"/pre_tokenizer", {3, "ByteLevel", Json::array()}},
        {"/pre_tokenizer/type", {3, nullptr}},
        {"/pre_tokenizer/add_prefix_space", {0, "no"}},
        {"/pre_tokenizer/use_regex", {1, "yes"}},
        {"/decoder", {"ByteLevel"}},
        {"/post_processor", {false}},
        {"/added_tokens", {Json::object(), "x"}},
        {"/model", {nullptr, 3, Json::array()}},
        {"/model/type", {3}},
        {"/model/dropout", {"0"}},
        {"/model/unk_token", {3}},
        {"/model/fuse_unk", {0}},
        {"/model/byte_fallback", {"no"}},
        {"/model/ignore_merges", {0}},
        {"/model/end_of_word_suffix", {0}},
        {"/model/vocab", {nullptr, Json::array(), 3, Json::object()}},
        {"/model/merges", {nullptr, Json::object(), "a b"}},
    };
    for (const auto& [place, values] : wrong) {
        for (const Json& value : values)
            expectRefused([&, where = place](Json& file) { file[Json::json_pointer(where)] = value; }, "");
    }
    for (const char* text : {"", "[]", "3", "null", "\"x\"", "{", "{}", "{\"model\":{}}", "{} {}", "\xFF"})
        EXPECT_THROW(Tokenizer::fromJson(text, "text"), Error) << text;
}

TEST(TokenizerJson, RefusesDeepAndHugeFiles)
{
    EXPECT_THROW(Tokenizer::fromJson(std::string(5'000'000, '['), "deep"), Error);
    std::string objects;
    for (int i = 0; i < 100'000; ++i)
        objects += "{\"a\":";
    EXPECT_THROW(Tokenizer::fromJson(objects, "deep"), Error);
    std::string many = "[1";
    for (int i = 0; i < 4'000'001; ++i)
        many += ",1";
    EXPECT_THROW(Tokenizer::fromJson(many + "]", "many"), Error);
    EXPECT_THROW(Tokenizer::fromJson(std::string((std::size_t{64} << 20) + 1, ' '), "huge"), Error);
}

TEST(TokenizerJson, KeepsSentencesShort)
{
    EXPECT_LT(refusal([](Json& file) { file["model"]["type"] = std::string(100'000, 'x'); }).size(), 300U);
    EXPECT_LT(refusal([](Json& file) { file["model"]["vocab"][std::string(100'000, 'x')] = 999; }).size(), 300U);
}

TEST(TokenizerJson, LoadsFromAFile)
{
    const auto path = std::filesystem::temp_directory_path() / fmt::format("alibi_lab_tokenizer_{}.json", ::getpid());
    const Tokenizer tokenizer = Tokenizer::train(sample + sample, 280);
    std::ofstream(path, std::ios::binary) << tokenizer.toJson();
    EXPECT_EQ(Tokenizer::load(path).toJson(), tokenizer.toJson());
    std::filesystem::remove(path);
    EXPECT_THROW(Tokenizer::load(path), Error);
}

TEST(TokenizerJson, NeverCrashesOnDamagedFiles)
{
    Json file = trained();
    file["added_tokens"] = Json::array({addedToken(280, "<|end|>")});
    const std::string good = file.dump();
    Random random(17);
    int readAnyway = 0;
    for (int round = 0; round < 600; ++round) {
        std::string damaged = good;
        for (std::uint64_t edits = 1 + random.below(3); edits > 0; --edits) {
            const std::size_t at = random.below(damaged.size());
            switch (random.below(5)) {
            case 0:
                damaged[at] = static_cast<char>(random.below(256));
                break;
            case 1:
                damaged.erase(at, 1 + random.below(20));
                break;
            case 2:
                damaged.insert(at, 1, "{}[]\",:0-9e.\\tn"[random.below(15)]);
                break;
            case 3:
                damaged.resize(at + 1);
                break;
            default: // digits stay digits: ids that are wrong, not JSON that is
                if (const std::size_t digit = damaged.find_first_of("0123456789", at); digit != std::string::npos)
                    damaged[digit] = static_cast<char>('0' + random.below(10));
            }
        }
        try {
            const Tokenizer tokenizer = Tokenizer::fromJson(damaged, "damaged");
            EXPECT_EQ(tokenizer.decode(tokenizer.encode(sample)), sample);
            ++readAnyway;
        } catch (const Error& failure) {
            EXPECT_NE(std::string(failure.what()).find("damaged"), std::string::npos);
        }
    }
    EXPECT_LT(readAnyway, 300);
}
