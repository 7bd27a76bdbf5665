// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_level.h"
#include "core/text/tokenizer.h"
#include "tests/fuzz/reader.h"

#include <vector>

namespace fuzz {
namespace {

// Numbers and texts out of the bytes; zeros and empty ones when they have ended.
class Choices
{
public:
    explicit Choices(std::string_view bytes)
        : m_bytes(bytes)
    {}
    std::size_t below(std::size_t end)
    {
        std::size_t number = 0;
        for (int i = 0; i < 2 && !m_bytes.empty(); ++i) {
            number = number << 8 | static_cast<unsigned char>(m_bytes.front());
            m_bytes.remove_prefix(1);
        }
        return number % end;
    }
    bool yes() { return below(2) == 1; }
    std::string text(std::size_t length)
    {
        const std::string_view taken = m_bytes.substr(0, length);
        m_bytes.remove_prefix(taken.size());
        return std::string(taken);
    }
    std::string rest() { return text(m_bytes.size()); }

private:
    std::string_view m_bytes;
};

} // namespace

// A tokenizer.json that is right in its form, with merges and added tokens out of the bytes.
void tokenizer_made(std::string_view bytes)
{
    Choices choices(bytes);
    core::Json vocabulary = core::Json::object();
    core::Json merges = core::Json::array();
    core::Json added = core::Json::array();
    std::vector<std::string> tokens;
    for (int byte = 0; byte < 256; ++byte) {
        const char one = static_cast<char>(byte);
        tokens.push_back(core::toByteLevel({&one, 1}));
        vocabulary[tokens.back()] = byte;
    }
    const std::size_t pairs = choices.below(40);
    for (std::size_t i = 0; i < pairs; ++i) {
        const std::string left = tokens[choices.below(tokens.size())];
        const std::string right = tokens[choices.below(tokens.size())];
        if (!vocabulary.contains(left + right)) {
            vocabulary[left + right] = tokens.size();
            tokens.push_back(left + right);
        } else if (choices.yes()) {
            continue;
        }
        if (choices.yes())
            merges.push_back(left + " " + right);
        else
            merges.push_back({left, right});
    }
    std::size_t next = tokens.size();
    const std::size_t extra = choices.below(6);
    for (std::size_t i = 0; i < extra; ++i) {
        const std::string content = choices.text(choices.below(9));
        added.push_back({{"content", content},
                         {"special", choices.yes()},
                         {"id", choices.below(4) == 0 ? choices.below(70000) : next++}});
    }
    const core::Json file{
        {"version", "1.0"},
        {"added_tokens", added},
        {"pre_tokenizer", {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", choices.yes()}}},
        {"model", {{"type", "BPE"}, {"vocab", vocabulary}, {"merges", merges}}}};
    const std::string written = file.dump(-1, ' ', false, core::Json::error_handler_t::replace);
    const std::string sample = choices.rest();
    attempt([&] {
        const auto read = core::Tokenizer::fromJson(written, "file");
        const auto ids = read.encode(sample);
        promise(read.decode(ids) == sample, "a text comes back from its tokens");
        try {
            promise(core::Tokenizer::fromJson(read.toJson(), "again").encode(sample) == ids,
                    "what is written is read as the same");
        } catch (const core::Error& problem) {
            promise(false, problem.what());
        }
    });
}

} // namespace fuzz
