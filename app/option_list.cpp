// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/option_list.h"

#include "core/base/words.h"
#include "core/position/registry.h"
#include "core/position/switches.h"

namespace app {
namespace {

std::string everyEncoding() { return core::translated("every encoding"); }

// Calls use(label, options) for the common options and each encoding that has its own.
template <typename Use>
void forEachGroup(Use use)
{
    use(everyEncoding(), core::commonOptions());
    for (const auto& entry : core::encodings<float>())
        if (const auto options = entry.options(); !options.empty())
            use(core::translated(entry.label), options);
}

// Its sentence, and those of its words that have one.
std::string aboutText(const core::Option& option)
{
    std::string text = core::translated(option.about);
    for (const core::OptionChoice& choice : option.choices)
        if (!choice.about.empty())
            text += " " + core::translated(choice.about);
    return text;
}

std::string inCell(std::string text)
{
    for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
        text.insert(at, "\\");
    return text;
}

} // namespace

std::string switchHelp()
{
    std::string help = core::translated("Switches, for --set KEY=VALUE:");
    forEachGroup([&](const std::string& encoding, std::span<const core::Option> options) {
        for (const core::Option& option : options)
            if (option.isSwitch)
                help += core::sentence("\n  {} ({}): {}; standard: {}.\n      {}", option.key, encoding,
                                       core::rangeText(option), core::standardText(option), aboutText(option))
                            .translated();
    });
    return help;
}

std::string optionTable()
{
    std::string table = core::translated("| option | encoding | value | standard | switch | what it does |");
    table += "\n|---|---|---|---|---|---|\n";
    forEachGroup([&](const std::string& encoding, std::span<const core::Option> options) {
        for (const core::Option& option : options)
            table += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", option.key, encoding,
                                 inCell(core::rangeText(option)), inCell(core::standardText(option)),
                                 option.isSwitch ? "✓" : "", inCell(aboutText(option)));
    });
    return table;
}

} // namespace app
