// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/study_plan.h"

#include "core/base/command_text.h"
#include "ui/library/library.h"

#include <fmt/format.h>

namespace ui {

std::string textArgument(const core::TextChoice& text)
{
    switch (text.kind) {
    case core::TextKind::Passage:
        return std::string(kBuiltin) + text.value;
    case core::TextKind::File:
        return text.value;
    case core::TextKind::Typed:
        break;
    }
    return "typed-text.txt";
}

std::string commandOf(const StudyPlan& plan, const std::string& text, const std::vector<std::string>& more)
{
    std::vector<std::string> words{"experiment", plan.study};
    const auto add = [&words](const std::string& name, const std::string& value) {
        words.insert(words.end(), {name, value});
    };
    for (const PlannedModel& model : plan.models)
        add("--model", model.id);
    add("--text", text);
    const bool shortLong = plan.study == "short-long";
    const bool reach = plan.study == "reach";
    const bool slides =
        plan.study == "windows" || (plan.study == "extrapolation" && plan.windowing == core::Windowing::Sliding);
    if (!plan.lengths.empty())
        add(shortLong ? "--length" : "--lengths", fmt::format("{}", fmt::join(plan.lengths, ",")));
    if (plan.tokens > 0 && !reach)
        add("--tokens", std::to_string(plan.tokens));
    if (plan.study == "extrapolation")
        add("--window", std::string(core::idOf(plan.windowing)));
    if (slides)
        add("--stride", std::to_string(plan.stride));
    if (plan.study == "windows")
        add("--early", std::to_string(plan.early));
    if (reach) {
        add("--samples", std::to_string(plan.samples));
        add("--tolerance", fmt::format("{}", plan.tolerance));
    }
    if (shortLong) {
        add("--steps", std::to_string(plan.cost.steps));
        add("--batch-tokens", std::to_string(plan.cost.tokensPerStep));
    }
    add("--seed", std::to_string(plan.cost.seed));
    if (plan.paper && !reach)
        words.emplace_back("--paper");
    words.insert(words.end(), more.begin(), more.end());
    return core::commandText(words);
}

} // namespace ui
