// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/lessons.h"
#include "app/command_pool.h"
#include "app/commands/commands.h"
#include "app/interruption.h"
#include "app/messages.h"
#include "app/output.h"
#include "app/progress.h"
#include "core/base/number_text.h"
#include "core/lesson/check.h"
#include "ui/language/language.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace app {
namespace {

struct LessonsFlags
{
    std::string format = "text";
    CLI::Option* check = nullptr;
    std::string checked; // an id or a file; empty: all
};

using LessonPointer = std::shared_ptr<const core::Lesson>;

std::vector<LessonPointer> allLessons()
{
    std::vector<LessonPointer> all;
    for (const QString& id : ui::lessonIds())
        all.push_back(ui::lessonById(id, ui::currentLanguage()));
    return all;
}

// A lecturer's own is given as its file.
LessonPointer lessonNamed(const std::string& idOrFile)
{
    const QString name = QString::fromStdString(idOrFile);
    const bool isFile = name.contains(QLatin1Char('/')) || name.endsWith(QLatin1String(".json"));
    return isFile ? ui::lessonFromFile(name) : ui::lessonById(name, ui::currentLanguage());
}

int list(const LessonsFlags& options)
{
    const auto all = allLessons();
    if (options.format == "json") {
        core::OrderedJson rows = core::OrderedJson::array();
        for (const auto& lesson : all)
            rows.push_back({{"id", lesson->id},
                            {"title", lesson->title},
                            {"minutes", lesson->minutes},
                            {"steps", lesson->steps.size()}});
        writeOutput(rows.dump(1) + "\n");
        return 0;
    }
    std::size_t width = 0;
    for (const auto& lesson : all)
        width = std::max(width, lesson->id.size());
    std::string text;
    for (const auto& lesson : all)
        text += fmt::format(
            "{:{}}  {}\n", lesson->id, width,
            core::sentence("{} ({} minutes, {} steps)", lesson->title, lesson->minutes, lesson->steps.size())
                .translated());
    writeOutput(text);
    return 0;
}

// "perplexity of ALiBi trained at 64 at 1024 tokens: 28.45"
std::string numbersOf(const core::LessonFinding& finding)
{
    std::string text;
    for (const core::Measured& measured : finding.measured)
        text += fmt::format("\n    {}: {}", measured.words.translated(), core::plainNumber(measured.value));
    return text;
}

std::string lineOf(const core::Lesson& lesson, const core::LessonFinding& finding)
{
    const std::string place = lesson.id + (finding.place.empty() ? "" : " " + finding.place);
    return finding.expression.empty() ? fmt::format("{}: {}", place, finding.trouble.translated())
                                      : fmt::format("{}: {}: {}{}", place, finding.expression,
                                                    finding.trouble.translated(), numbersOf(finding));
}

core::OrderedJson rowOf(const core::Lesson& lesson, const core::LessonFinding& finding)
{
    core::OrderedJson numbers = core::OrderedJson::array();
    for (const core::Measured& measured : finding.measured)
        numbers.push_back({{"what", measured.words.translated()}, {"value", measured.value}});
    return {{"lesson", lesson.id},
            {"place", finding.place},
            {"expression", finding.expression},
            {"good", finding.good},
            {"trouble", finding.trouble.translated()},
            {"measured", numbers}};
}

int check(const LessonsFlags& options, const Invocation& invocation)
{
    const auto lessons = options.checked.empty() ? allLessons() : std::vector{lessonNamed(options.checked)};
    CommandPool pool(invocation.threads);
    core::Measurements measurements(ui::lessonSources(), pool);
    core::OrderedJson rows = core::OrderedJson::array();
    std::size_t claims = 0;
    std::size_t bad = 0;
    {
        Progress progress("lessons");
        for (std::size_t i = 0; i < lessons.size(); ++i) {
            const auto findings = core::checkLesson(*lessons[i], measurements, interrupted, [&](double done) {
                progress.update((static_cast<double>(i) + done) / static_cast<double>(lessons.size()), lessons[i]->id);
            });
            for (const core::LessonFinding& finding : findings) {
                ++claims;
                rows.push_back(rowOf(*lessons[i], finding));
                if (!finding.good) {
                    ++bad;
                    progress.say(lineOf(*lessons[i], finding));
                }
            }
        }
    }
    if (options.format == "json")
        writeOutput(rows.dump(1, ' ', false, core::OrderedJson::error_handler_t::replace) + "\n");
    else if (bad == 0)
        writeOutput(core::sentence("{} lessons, {} expressions: all hold.", lessons.size(), claims).translated() +
                    "\n");
    if (bad > 0)
        throw core::error("{} of {} expressions of the lessons do not hold; they are named above.", bad, claims);
    return 0;
}

} // namespace

void addLessons(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<LessonsFlags>();
    CLI::App* command = addCommand(root, invocation, "lessons",
                                   "The lessons inside the program; or whether all that they say holds on its models");
    command->add_option("--format", options->format, "text (default) or json")->check(CLI::IsMember({"text", "json"}));
    options->check = command
                         ->add_option("--check", options->checked,
                                      "Compute every claim and number of a lesson (its id or file; alone: of all), and "
                                      "name those that do not hold")
                         ->expected(0, 1);
    command->callback([=, &invocation] {
        invocation.action = [=, &invocation] {
            return options->check->count() > 0 ? check(*options, invocation) : list(*options);
        };
    });
}

} // namespace app
