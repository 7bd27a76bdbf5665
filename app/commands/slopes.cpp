// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/csv_table.h"
#include "app/output.h"
#include "core/base/json.h"
#include "core/position/slope_rules.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace app {
namespace {

using core::OrderedJson;

struct SlopesFlags
{
    int heads = 0;
    std::string rule = "official";
    std::uint64_t seed = 1;
    core::Index length = 0; // 0: no end
    std::string format = "text";
};

constexpr std::array<std::pair<const char*, double>, 3> kShares{
    {{"half", 0.5}, {"ninety_percent", 0.9}, {"ninety_nine_percent", 0.99}}};

// What a slope is taken from, where the rule is the official one, and how many tokens its attention reaches.
OrderedJson rowOf(std::size_t head, double slope, const core::SlopeRule& rule,
                  const std::vector<core::SlopeOrigin>& origins, std::optional<core::Index> length)
{
    OrderedJson row{{"head", head}, {"slope", slope}, {"list", nullptr}, {"place", nullptr}};
    if (!origins.empty()) {
        row["list"] = origins[head].list;
        row["place"] = origins[head].place;
    }
    for (const auto& [name, share] : kShares) {
        const auto held = core::keysHolding(share, slope, length, rule.growth);
        row[name] = held ? OrderedJson(*held) : OrderedJson();
    }
    return row;
}

int runSlopes(const SlopesFlags& options)
{
    const core::SlopeRule& rule = core::slopeRule(options.rule);
    const std::vector<double> official = core::officialSlopes(options.heads);
    const std::vector<double> slopes = rule.make(official, options.seed);
    const auto origins = slopes == official ? core::officialOrigins(options.heads) : std::vector<core::SlopeOrigin>();
    OrderedJson rows = OrderedJson::array();
    for (std::size_t head = 0; head < slopes.size(); ++head)
        rows.push_back(rowOf(head, slopes[head], rule, origins,
                             options.length > 0 ? std::optional(options.length) : std::nullopt));
    std::string text;
    if (options.format == "csv") {
        text = csvOf(rows);
    } else if (options.format == "json") {
        OrderedJson all{{"heads", options.heads},
                        {"rule", options.rule},
                        {"growth", rule.growth == core::SlopeGrowth::Linear ? "linear" : "exponential"},
                        {"length", options.length > 0 ? OrderedJson(options.length) : OrderedJson()},
                        {"slopes", slopes},
                        {"by_head", rows}};
        if (rule.drawn)
            all["seed"] = options.seed;
        text = all.dump() + "\n";
    } else {
        for (const OrderedJson& row : rows)
            text += fmt::format("{}\t{}\n", row["head"].get<std::size_t>(), row["slope"].get<double>());
    }
    writeOutput(text);
    return 0;
}

} // namespace

void addSlopes(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<SlopesFlags>();
    CLI::App* command =
        addCommand(root, invocation, "slopes",
                   "Print ALiBi slopes, head by head: the official ones, others to try, or other programs'. As CSV or "
                   "JSON with the list each comes from (place in the series for so many heads) and how many of the "
                   "nearest tokens hold half, 90 % and 99 % of the attention when all contents are equal");
    command->add_option("--heads", options->heads, "Number of heads")->required()->check(CLI::Range(1, 65536));
    std::vector<std::string> rules;
    for (const core::SlopeRule& rule : core::slopeRules())
        rules.emplace_back(rule.id);
    command->add_option("--rule,--preset", options->rule, "official (standard), others to try, or another program's")
        ->check(CLI::IsMember(rules));
    command->add_option("--seed", options->seed, "Other random slopes (1)");
    command->add_option("--length", options->length, "Tokens that a query sees, for the distances (no end)")
        ->check(CLI::Range(1, 1 << 20));
    command->add_option("--format", options->format, "text (head, slope), csv or json")
        ->check(CLI::IsMember({"text", "csv", "json"}));
    command->callback([=, &invocation] { invocation.action = [=] { return runSlopes(*options); }; });
}

} // namespace app
