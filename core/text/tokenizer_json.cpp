// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing Hugging Face's tokenizer.json (github.com/huggingface/tokenizers). Merges are read in both
// notations, "a b" and ["a", "b"], and written in the older, which every version of that library reads.
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/json_fields.h"
#include "core/base/json_reader.h"
#include "core/base/shortened.h"
#include "core/text/byte_level.h"
#include "core/text/pre_tokenizer_json.h"
#include "core/text/text_reader.h"
#include "core/text/tokenizer_data.h"

#include <algorithm>
#include <unordered_set>

namespace core {
namespace {

constexpr std::size_t mostAddedTokens = 10'000;
constexpr std::size_t mostAddedBytes = std::size_t{4} << 20; // of all of them: searching takes 20 times that memory
constexpr std::size_t largestTokenizerJson = std::size_t{64} << 20; // bytes
constexpr std::size_t kEntriesBetweenQuestions = 1 << 10;

void refuseTrue(const Fields& fields, const char* key, const Sentence& why)
{
    if (fields.flag(key, false))
        throw error("{} is true, which is not supported ({}).", fields.path(key), why);
}

int idFrom(const Json& json, std::size_t count, std::string_view token, std::string_view name)
{
    const auto id = json.is_number_integer() ? json.get<std::int64_t>() : -1;
    if (id < 0 || static_cast<std::uint64_t>(id) >= count)
        throw error("{}: the id of \"{}\" is {}; the ids of {} tokens must be whole numbers from 0 to {}.", name,
                    shortened(token), shortened(json.dump()), count, count - 1);
    return static_cast<int>(id);
}

// The object at `key` when there is one, which must be of type ByteLevel.
void requireByteLevelOrNull(const Fields& root, const char* key, std::string_view name)
{
    const Json* json = root.find(key);
    if (!json)
        return;
    const std::string type = Fields(*json, name, key).text("type", "");
    if (type != "ByteLevel")
        throw error("{}: a \"{}\" of type \"{}\" is not supported; only ByteLevel or null.", name, key,
                    shortened(type));
}

void checkModel(const Fields& model, std::string_view name)
{
    // GPT-2's own file has no type.
    if (const std::string type = model.text("type", "BPE"); type != "BPE")
        throw error("{}: a model of type \"{}\" is not supported; only BPE is.", name, shortened(type));
    if (const Json* dropout = model.find("dropout"); dropout && !(dropout->is_number() && *dropout == 0))
        throw error("{}: \"model.dropout\" must be null: encoding would be random.", name);
    for (const char* affix : {"continuing_subword_prefix", "end_of_word_suffix"}) {
        if (!model.text(affix, "").empty())
            throw error("{}: \"model.{}\" is not supported; byte-level BPE has none.", name, affix);
    }
    refuseTrue(model, "ignore_merges", sentence("whole pieces would be looked up before merging"));
    // Without effect, since every byte is a token: nothing is ever unknown.
    model.text("unk_token", "");
    model.flag("fuse_unk", false);
    model.flag("byte_fallback", false);
}

// The two tokens of one merge, in either notation.
std::pair<std::string, std::string> halvesOf(const Json& merge, std::size_t rank, std::string_view name)
{
    if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string())
        return {merge[0].get<std::string>(), merge[1].get<std::string>()};
    if (merge.is_string()) {
        const auto& text = merge.get_ref<const std::string&>();
        const std::size_t space = text.find(' ');
        if (space != std::string::npos && text.find(' ', space + 1) == std::string::npos)
            return {text.substr(0, space), text.substr(space + 1)};
    }
    throw error("{}: merge {} must be two tokens, as \"a b\" or [\"a\", \"b\"].", name, rank);
}

struct Added
{
    std::string content;
    const Json& id;
    bool special;
};

std::vector<Added> addedFrom(const Fields& root, std::string_view name)
{
    std::vector<Added> added;
    const Json* list = root.find("added_tokens");
    if (!list)
        return added;
    if (!list->is_array() || list->size() > mostAddedTokens)
        throw error("{}: \"added_tokens\" must be a list of at most {} tokens.", name, mostAddedTokens);
    for (const Json& json : *list) {
        const Fields fields(json, name, fmt::format("added_tokens[{}]", added.size()));
        for (const char* key : {"single_word", "lstrip", "rstrip"})
            refuseTrue(fields, key, sentence("added tokens are matched exactly"));
        added.push_back({fields.text("content"), fields.need("id"), fields.flag("special", false)});
        if (added.back().content.empty())
            throw error("{} must not be empty.", fields.path("content"));
    }
    return added;
}

} // namespace

class Tokenizer::Reader
{
public:
    Reader(const Json& json, std::string_view name, const Cancel& cancel)
        : m_name(name)
        , m_cancel(cancel)
        , m_data(std::make_shared<Data>())
    {
        const Fields root(json, name);
        for (const char* key : {"truncation", "padding"}) {
            if (root.find(key))
                throw error("{}: \"{}\" must be null: texts are taken as they are.", name, key);
        }
        if (root.find("normalizer"))
            throw error("{}: it has a \"normalizer\", which is not supported; only tokenizers that leave the text as "
                        "it is are.",
                        name);
        m_data->model.splitRule = splitRuleFrom(root.need("pre_tokenizer"), name);
        requireByteLevelOrNull(root, "post_processor", name);
        requireByteLevelOrNull(root, "decoder", name);
        const Fields model = root.object("model");
        checkModel(model, name);
        readTokens(model.need("vocab"), addedFrom(root, name));
        findBytes();
        readMerges(model.need("vocab"), model.need("merges"));
        orderAdded();
    }

    std::shared_ptr<const Data> data() const { return m_data; }

private:
    void look() // once for every entry
    {
        if (++m_entries % kEntriesBetweenQuestions == 0)
            throwIfCancelled(m_cancel);
    }

    std::string& place(int id, const std::string& token)
    {
        look();
        std::string& bytes = m_data->model.tokens[static_cast<std::size_t>(id)];
        if (!bytes.empty())
            throw error("{}: the id {} is given to two tokens, the second is \"{}\".", m_name, id, shortened(token));
        return bytes;
    }

    void readTokens(const Json& vocab, const std::vector<Added>& added)
    {
        if (!vocab.is_object())
            throw error("{}: \"model.vocab\" must be an object of tokens and ids.", m_name);
        const auto isExtra = [&](const Added& one) { return !vocab.contains(one.content); };
        const std::size_t count = vocab.size() + static_cast<std::size_t>(std::ranges::count_if(added, isExtra));
        m_data->model.tokens.resize(count);
        std::unordered_set<std::string_view> seen;
        for (const Added& one : added) {
            const int id = idFrom(one.id, count, one.content, m_name);
            if (!seen.insert(one.content).second)
                throw error("{}: the added token \"{}\" is there twice.", m_name, shortened(one.content));
            if (!isExtra(one) && vocab[one.content] != one.id)
                throw error("{}: the added token \"{}\" has another id in \"model.vocab\".", m_name,
                            shortened(one.content));
            place(id, one.content) = one.content;
            m_data->added.push_back({id, one.special, !isExtra(one)});
        }
        for (const auto& [token, id] : vocab.items()) {
            if (seen.contains(token))
                continue;
            const auto bytes = fromByteLevel(token);
            if (!bytes || bytes->empty())
                throw error("{}: \"{}\" in \"model.vocab\" is not written in the byte-level alphabet.", m_name,
                            shortened(token));
            place(idFrom(id, count, token, m_name), token) = *bytes;
        }
    }

    void findBytes()
    {
        BpeModel& model = m_data->model;
        model.byteIds.fill(-1);
        for (std::size_t id = 0; id < model.tokens.size(); ++id) {
            if (model.tokens[id].size() == 1)
                model.byteIds[static_cast<unsigned char>(model.tokens[id][0])] = static_cast<int>(id);
        }
        for (std::size_t byte = 0; byte < 256; ++byte) {
            if (model.byteIds[byte] < 0)
                throw error("{}: \"model.vocab\" has no token for the byte {:#04x}; all 256 are needed.", m_name, byte);
        }
    }

    void readMerges(const Json& vocab, const Json& merges)
    {
        if (!merges.is_array())
            throw error("{}: \"model.merges\" must be a list.", m_name);
        BpeModel& model = m_data->model;
        const auto idOf = [&](const std::string& token) {
            const auto found = vocab.find(token);
            if (found == vocab.end())
                throw error("{}: merge {} needs the token \"{}\", which \"model.vocab\" does not have.", m_name,
                            model.mergeOrder.size(), shortened(token));
            return found->get<int>();
        };
        const auto bytesOf = [&](int id) -> const std::string& { return model.tokens[static_cast<std::size_t>(id)]; };
        for (const Json& merge : merges) {
            look();
            const auto [left, right] = halvesOf(merge, model.mergeOrder.size(), m_name);
            const int leftId = idOf(left);
            const int rightId = idOf(right);
            const int result = idOf(left + right);
            if (bytesOf(result) != bytesOf(leftId) + bytesOf(rightId))
                throw error("{}: merge {} uses the added token \"{}\".", m_name, model.mergeOrder.size(),
                            shortened(left + right));
            if (model.merges.contains(tokenPair(leftId, rightId)))
                throw error("{}: merge {} (\"{} {}\") is there twice.", m_name, model.mergeOrder.size(),
                            shortened(left), shortened(right));
            model.addMerge(leftId, rightId, result);
        }
    }

    void orderAdded()
    {
        std::ranges::sort(m_data->added, {}, &Data::Added::id);
        std::vector<TokenSearch::Word> words;
        std::size_t bytes = 0;
        for (const Data::Added& added : m_data->added) {
            words.push_back({m_data->model.tokens[static_cast<std::size_t>(added.id)], added.id});
            bytes += words.back().bytes.size();
        }
        if (bytes > mostAddedBytes)
            throw error("{}: the \"added_tokens\" have {} bytes together; at most {} are possible.", m_name, bytes,
                        mostAddedBytes);
        m_data->search = TokenSearch(words);
    }

    std::string_view m_name;
    const Cancel& m_cancel;
    std::size_t m_entries = 0;
    std::shared_ptr<Data> m_data;
};

Tokenizer Tokenizer::fromJson(std::string_view jsonText, std::string_view name, const Cancel& cancel)
{
    const Json json = parseJson(jsonText, name, {.bytes = largestTokenizerJson, .cancel = cancel});
    return Tokenizer(Reader(json, name, cancel).data());
}

Tokenizer Tokenizer::load(const std::filesystem::path& path)
{
    return fromJson(readTextFile(path, largestTokenizerJson), path.string());
}

std::string Tokenizer::toJson() const
{
    const BpeModel& model = m_data->model;
    std::vector<std::string> written; // each id's token as the file has it
    for (const std::string& bytes : model.tokens)
        written.push_back(toByteLevel(bytes));
    std::vector<bool> inVocabulary(written.size(), true);
    OrderedJson added = OrderedJson::array();
    for (const Data::Added& token : m_data->added) {
        const auto id = static_cast<std::size_t>(token.id);
        written[id] = model.tokens[id];
        inVocabulary[id] = token.inVocabulary;
        added.push_back({{"id", token.id},
                         {"content", written[id]},
                         {"single_word", false},
                         {"lstrip", false},
                         {"rstrip", false},
                         {"normalized", false},
                         {"special", token.special}});
    }
    OrderedJson::object_t vocab; // emplace_back: operator[] would search all of it each time
    for (std::size_t id = 0; id < written.size(); ++id) {
        if (inVocabulary[id])
            vocab.emplace_back(written[id], id);
    }
    OrderedJson merges = OrderedJson::array();
    for (const TokenPair pair : model.mergeOrder)
        merges.push_back(written[static_cast<std::size_t>(leftOf(pair))] + ' ' +
                         written[static_cast<std::size_t>(rightOf(pair))]);
    const OrderedJson bpe = {{"type", "BPE"},
                             {"dropout", nullptr},
                             {"unk_token", nullptr},
                             {"continuing_subword_prefix", nullptr},
                             {"end_of_word_suffix", nullptr},
                             {"fuse_unk", false},
                             {"byte_fallback", false},
                             {"ignore_merges", false},
                             {"vocab", std::move(vocab)},
                             {"merges", std::move(merges)}};
    const OrderedJson file = {{"version", "1.0"},
                              {"truncation", nullptr},
                              {"padding", nullptr},
                              {"added_tokens", added},
                              {"normalizer", nullptr},
                              {"pre_tokenizer", splitRuleJson(model.splitRule)},
                              {"post_processor", nullptr},
                              {"decoder", splitRuleJson(SplitRule::Gpt2)},
                              {"model", bpe}};
    return file.dump(2) + '\n';
}

} // namespace core
