// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/tried_setting.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/setup/setup.h"
#include "core/setup/switch_fields.h"

#include <fmt/format.h>

#include <utility>

namespace core {
namespace {

TriedPerplexity perplexityFrom(const Json& json, std::string_view name, std::string where)
{
    const Fields fields(json, name, std::move(where));
    fields.allowOnly({"tokens", "count", "length", "perplexity", "first_half", "rest"});
    TriedPerplexity tried;
    tried.tokens = fields.text("tokens");
    tried.count = fields.whole("count", 2, std::int64_t{1} << 40);
    tried.length = fields.whole("length", kShortestLength, kLongestLength);
    tried.whole = fields.number("perplexity");
    tried.first = fields.number("first_half", 0.0);
    tried.rest = fields.number("rest", 0.0);
    return tried;
}

OrderedJson jsonOf(const TriedPerplexity& tried)
{
    OrderedJson json{
        {"tokens", tried.tokens}, {"count", tried.count}, {"length", tried.length}, {"perplexity", tried.whole}};
    if (tried.first > 0.0) {
        json["first_half"] = tried.first;
        json["rest"] = tried.rest;
    }
    return json;
}

} // namespace

OrderedJson TriedSetting::toJson() const
{
    OrderedJson json{{"name", name}, {"model", model}};
    writeSwitches(json, slopes, options);
    json["perplexities"] = OrderedJson::array();
    for (const TriedPerplexity& tried : perplexities)
        json["perplexities"].push_back(jsonOf(tried));
    return json;
}

TriedSetting TriedSetting::fromJson(const Json& json, std::string_view name, std::string where)
{
    const Fields fields(json, name, where);
    fields.allowOnly({"name", "model", "slopes", "options", "perplexities"});
    TriedSetting setting;
    setting.name = fields.text("name");
    setting.model = fields.text("model");
    readSwitches(fields, setting.slopes, setting.options);
    for (const Json& tried : fields.list("perplexities", kMostTriedPerplexities))
        setting.perplexities.push_back(
            perplexityFrom(tried, name, fmt::format("{}.perplexities[{}]", where, setting.perplexities.size())));
    return setting;
}

} // namespace core
