// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/pre_tokenizer_json.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/base/shortened.h"

namespace core {
namespace {

// The class inside the class is what BLOOM's file says; it means what SplitRule::Bloom says.
constexpr const char* bloomPattern = R"( ?[^(\s|[.,!?…。，、।۔،])]+)";

bool byteLevelUsesRegex(const Json& json, const char* where, std::string_view name)
{
    const Fields fields(json, name, where);
    if (const std::string type = fields.text("type", ""); type != "ByteLevel")
        throw error("{}: the pre-tokenizer \"{}\" is not supported; only GPT-2's (ByteLevel) and BLOOM's are.", name,
                    shortened(type));
    if (fields.flag("add_prefix_space", false))
        throw error("{} is true, which is not supported (it would put a space before the text).",
                    fields.path("add_prefix_space"));
    return fields.flag("use_regex", true);
}

OrderedJson bloomSplit()
{
    return {{"type", "Split"}, {"pattern", {{"Regex", bloomPattern}}}, {"behavior", "Isolated"}, {"invert", false}};
}

OrderedJson byteLevel(bool useRegex)
{
    return {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", useRegex}};
}

} // namespace

SplitRule splitRuleFrom(const Json& preTokenizer, std::string_view name)
{
    const Fields fields(preTokenizer, name, "pre_tokenizer");
    if (fields.text("type", "") != "Sequence")
        return byteLevelUsesRegex(preTokenizer, "pre_tokenizer", name) ? SplitRule::Gpt2 : SplitRule::Whole;
    const Json& parts = fields.need("pretokenizers");
    const bool isBloom = parts.is_array() && parts.size() == 2 && parts[0] == Json(bloomSplit());
    if (!isBloom || byteLevelUsesRegex(parts[1], "pre_tokenizer.pretokenizers[1]", name))
        throw error("{}: this sequence of pre-tokenizers is not supported; only BLOOM's is.", name);
    return SplitRule::Bloom;
}

OrderedJson splitRuleJson(SplitRule rule)
{
    if (rule != SplitRule::Bloom)
        return byteLevel(rule == SplitRule::Gpt2);
    return {{"type", "Sequence"}, {"pretokenizers", OrderedJson::array({bloomSplit(), byteLevel(false)})}};
}

} // namespace core
