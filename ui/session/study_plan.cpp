// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/study_plan.h"

#include "core/base/command_text.h"
#include "ui/library/library.h"

namespace ui {

std::string textArgument(const core::TextChoice& text)
{
    switch (text.kind) {
    case core::TextKind::Passage:
        return std::string(kBuiltin) + text.value.string();
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
    const std::vector<std::string> options = plan.values.arguments();
    words.insert(words.end(), options.begin(), options.end());
    add("--seed", std::to_string(plan.seed));
    if (plan.paper && core::studyById(plan.study).paper != core::Study::Paper::Nothing)
        words.emplace_back("--paper");
    words.insert(words.end(), more.begin(), more.end());
    return core::commandText(words);
}

} // namespace ui
