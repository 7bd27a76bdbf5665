// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/output.h"
#include "core/base/json.h"
#include "core/position/alibi.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

namespace app {
namespace {

struct SlopesFlags
{
    int heads = 0;
    std::string preset = "official";
    std::uint64_t seed = 1;
    std::string format = "text";
};

int runSlopes(const SlopesFlags& options)
{
    const std::vector<double> slopes =
        core::slopePreset(options.preset, core::officialSlopes(options.heads), options.seed);
    std::string text;
    if (options.format == "json") {
        text = core::OrderedJson{{"heads", options.heads}, {"slopes", slopes}}.dump() + "\n";
    } else {
        for (std::size_t head = 0; head < slopes.size(); ++head)
            text += fmt::format("{}\t{}\n", head, slopes[head]);
    }
    writeOutput(text);
    return 0;
}

} // namespace

void addSlopes(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<SlopesFlags>();
    CLI::App* command =
        addCommand(root, invocation, "slopes", "Print ALiBi slopes, head by head: the official ones or others to try");
    command->add_option("--heads", options->heads, "Number of heads")->required()->check(CLI::Range(1, 65536));
    std::vector<std::string> presets(core::slopePresets().begin(), core::slopePresets().end());
    command->add_option("--preset", options->preset, "official (default), equal, zero, reversed, random or off_by_one")
        ->check(CLI::IsMember(std::move(presets)));
    command->add_option("--seed", options->seed, "Other random slopes (1)");
    command->add_option("--format", options->format, "text (head, slope) or json")
        ->check(CLI::IsMember({"text", "json"}));
    command->callback([=, &invocation] { invocation.action = [=] { return runSlopes(*options); }; });
}

} // namespace app
