// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "app/action_list.h"
#include "app/commands/commands.h"
#include "app/composition.h"
#include "app/interruption.h"
#include "app/messages.h"
#include "app/option_list.h"
#include "app/output.h"
#include "app/usage_error.h"
#include "app/version.h"
#include "core/base/path_text.h"
#include "core/base/words.h"
#include "core/io/atomic_file.h"
#include "core/setup/setup.h"
#include "ui/language/language.h"
#include "ui/library/lessons.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <signal.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <sstream>

namespace app {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;
constexpr long kLongestOfTour = 18'000; // tokens, as many as the passages have

// Always one line, whatever a library's message looks like.
int fail(std::string sentence, int code)
{
    std::replace_if(
        sentence.begin(), sentence.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    say("alibi-lab: " + sentence);
    return code;
}

int wrongUsage(const CLI::App& root, std::string sentence)
{
    std::string command;
    for (auto chosen = root.get_subcommands(); !chosen.empty(); chosen = chosen.front()->get_subcommands())
        command += chosen.front()->get_name() + " ";
    while (!sentence.empty() && (sentence.back() == '\n' || sentence.back() == '.'))
        sentence.pop_back();
    return fail(core::sentence("{}; see \"alibi-lab {}--help\".", sentence, command).translated(), kWrongUsage);
}

// The parser's messages are in English; those that people meet have a sentence here.
std::string usageText(const CLI::ParseError& problem)
{
    std::string text = problem.what();
    const std::string rest = text.substr(std::min(text.size(), text.find(": ") + 2));
    if (const std::string_view ending = " is required"; problem.get_name() == "RequiredError" && text.ends_with(ending))
        return core::sentence("{} is required", text.substr(0, text.size() - ending.size())).translated();
    if (problem.get_name() == "ExtrasError")
        return core::sentence("The following argument was not expected: {}", rest).translated();
    if (problem.get_name() == "ConversionError")
        return core::sentence("Could not convert: {}", rest).translated();
    return text;
}

// Descriptions are written in English where options are added.
void translateHelp(CLI::App& command)
{
    command.description(core::translated(command.get_description()));
    const std::string footer = core::translated(command.get_footer());
    command.footer(std::function<std::string()>()); // it would be printed as well
    command.footer(footer);
    for (CLI::Option* option : command.get_options())
        option->description(core::translated(option->get_description()));
    for (const char* label :
         {core::said("Usage"), core::said("Options"), core::said("Subcommands"), core::said("Positionals"),
          core::said("OPTIONS"), core::said("SUBCOMMAND"), core::said("REQUIRED")})
        command.get_formatter()->label(label, core::translated(label));
    for (CLI::App* sub : command.get_subcommands({}))
        translateHelp(*sub);
}

// Help and messages are in this language, so it is looked for before anything is parsed.
std::string languageIn(const std::vector<std::string>& arguments)
{
    const std::string name = "--language";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == name && i + 1 < arguments.size())
            return arguments[i + 1];
        if (arguments[i].starts_with(name + "="))
            return arguments[i].substr(name.size() + 1);
    }
    return {};
}

void parseSize(const std::string& text, WindowOptions& options)
{
    const char* end = text.data() + text.size();
    const auto [cross, widthProblem] = std::from_chars(text.data(), end, options.width);
    if (widthProblem != std::errc() || cross == end || (*cross != 'x' && *cross != 'X'))
        throw usageError("--size must look like 1280x800, not \"{}\"", text);
    const auto [rest, heightProblem] = std::from_chars(cross + 1, end, options.height);
    constexpr int least = 200;
    constexpr int most = 16384;
    if (heightProblem != std::errc() || rest != end || options.width < least || options.width > most ||
        options.height < least || options.height > most)
        throw usageError("--size must look like 1280x800, each side {} to {}, not \"{}\"", least, most, text);
}

void checkTour(const WindowOptions& options)
{
    for (const long length : options.tourLengths)
        if (length < 0 || length > kLongestOfTour)
            throw usageError("--lengths: a length of the tour must be 0 to {} tokens, not {}", kLongestOfTour, length);
    for (const int columns : options.tourColumns)
        if (columns < 1 || columns > static_cast<int>(core::kMostColumns))
            throw usageError("--columns: the window has 1 to {} columns, not {}", core::kMostColumns, columns);
    core::makeFolder(*options.tour);
    checkWritable(std::filesystem::path(*options.tour) / "window.png");
}

// order, order:3 (steps count from 1) or order:3:answered
void parseLesson(const std::string& text, WindowOptions& options)
{
    const std::size_t colon = text.find(':');
    options.lesson = text.substr(0, colon);
    (void)ui::lessonById(QString::fromStdString(options.lesson),
                         ui::currentLanguage()); // refused now, if it is unknown
    if (colon == std::string::npos)
        return;
    std::string step = text.substr(colon + 1);
    const std::string_view answered = ":answered";
    options.lessonAnswered = step.ends_with(answered);
    if (options.lessonAnswered)
        step.resize(step.size() - answered.size());
    const std::size_t steps =
        ui::lessonById(QString::fromStdString(options.lesson), ui::currentLanguage())->steps.size();
    const auto [rest, problem] = std::from_chars(step.data(), step.data() + step.size(), options.lessonStep);
    if (problem != std::errc() || rest != step.data() + step.size() || options.lessonStep < 1 ||
        options.lessonStep > steps)
        throw usageError("--lesson must look like {}:2, its steps are 1 to {}, not \"{}\"", options.lesson, steps,
                         text);
    --options.lessonStep;
}

int openWindow(WindowOptions options, const std::string& size, const std::string& lesson, int threads)
{
    if (options.listActions)
        return listActions();
    if (!size.empty())
        parseSize(size, options);
    if (!lesson.empty())
        parseLesson(lesson, options);
    std::error_code ignored;
    if (options.open)
        options.open = core::pathOf(*options.open);
    if (options.open && !std::filesystem::exists(*options.open, ignored))
        throw core::error("{}: there is no such command, session, checkpoint folder or text file; see \"alibi-lab "
                          "--help\".",
                          *options.open);
    if (options.screenshot) {
        formatOf(*options.screenshot, {"png"});
        checkWritable(*options.screenshot);
    }
    if (options.tour)
        checkTour(options);
    options.threads = threads;
    return runWindow(options);
}

int printHelp(const CLI::App& root, const CLI::Success& help)
{
    std::ostringstream text;
    const int code = root.exit(help, text, text);
    try {
        writeOutput(text.str());
    } catch (const NobodyReads&) {
        return kFailed;
    } catch (const core::Error& problem) {
        return fail(problem.message(), kFailed);
    }
    return code;
}

// The option that was given an empty value where a number belongs, which would count as not given; empty: none.
std::string emptyNumber(const CLI::App& command)
{
    for (const CLI::Option* option : command.get_options())
        for (const std::string& value : option->results())
            if (value.empty() && !option->get_type_name().starts_with("TEXT"))
                return option->get_name();
    for (const CLI::App* below : command.get_subcommands())
        if (std::string option = emptyNumber(*below); !option.empty())
            return option;
    return {};
}

// Whatever happens ends in a sentence and an exit code.
int reported(const std::function<int()>& act)
{
    try {
        return act();
    } catch (const NobodyReads&) {
        return kFailed;
    } catch (const core::Cancelled&) {
        return fail(core::translated("interrupted; nothing was written."), kFailed);
    } catch (const core::Error& problem) {
        return fail(problem.message(), kFailed);
    } catch (const std::bad_alloc&) {
        return fail(core::translated("there is not enough memory for this; take a shorter text or a smaller model."),
                    kFailed);
    } catch (const std::exception& problem) {
        return fail(
            core::sentence("something unexpected happened ({}); please report it.", problem.what()).translated(),
            kFailed);
    }
}

int parseAndAct(int argc, char** argv)
{
    CLI::App root("ALiBi Lab: what position encodings do in small trained language models.", "alibi-lab");
    Invocation invocation{{argv + 1, argv + argc}, 0, {}};
    WindowOptions window;
    std::string size;
    std::string lesson;
    std::string language = languageIn(invocation.arguments);
    try {
        ui::setLanguage(QString::fromStdString(language));
    } catch (const core::Error& problem) {
        return wrongUsage(root, problem.message());
    }
    root.set_version_flag("--version", versionText(), "Name and version of the program, and how it was built");
    CLI::Option* open = root.add_option(
        "OPEN", window.open,
        "A session (or a figure that carries one), a checkpoint folder or a text to open in the window");
    CLI::Option* screenshot =
        root.add_option("--screenshot", window.screenshot, "Save the window's first complete picture as PNG, then end");
    CLI::Option* tour =
        root.add_option("--tour", window.tour,
                        "Save a picture of every view, menu, dialog and study as PNG into this folder, then end")
            ->excludes(screenshot)
            ->excludes(open);
    root.add_option("--lengths", window.tourLengths,
                    "Of the tour: tokens to read, 0: before anything is read, e.g. 0,8,512 (512)")
        ->delimiter(',')
        ->needs(tour);
    root.add_option("--columns", window.tourColumns, "Of the tour: how many columns, e.g. 1,2,4 (2)")
        ->delimiter(',')
        ->needs(tour);
    root.add_flag("--list-actions", window.listActions, "Print the id, text and shortcut of every action, then end");
    root.add_option("--size", size, "Size of the window, e.g. 1280x800");
    root.add_option("--lesson", lesson,
                    "Open a lesson (see the command lessons), e.g. order or order:3; order:3:answered with the right "
                    "answer to its prediction");
    root.add_option("--theme", window.theme, "light or dark (default: the desktop's)")
        ->check(CLI::IsMember({"light", "dark"}));
    root.add_flag_callback(
        "--list-options",
        [&invocation] {
            invocation.action = [] {
                fmt::print("{}", optionTable());
                return kDone;
            };
        },
        "List every option of every encoding, as config.json and --set take them");
    root.add_option("--language", language, "Language of window, help and messages, e.g. en (default: the desktop's)");
    addThreads(root, invocation);
    root.require_subcommand(0, 1);
    for (const auto add : {addModelFacts, addSlopes, addTokens, addLogits, addAttention, addExplain, addHeads,
                           addEncoding, addFigure, addReport, addEvaluate, addStudy, addTrain, addGenerate, addLessons})
        add(root, invocation);
    translateHelp(root);

    try {
        root.parse(argc, argv);
    } catch (const CLI::Success& help) {
        return printHelp(root, help); // --help and --version
    } catch (const CLI::ParseError& problem) {
        return wrongUsage(root, usageText(problem));
    }
    if (const std::string option = emptyNumber(root); !option.empty())
        return wrongUsage(
            root, core::sentence("{}: the value is empty; give a number or leave the option out", option).translated());
    if (!invocation.action) {
        ::signal(SIGPIPE, SIG_IGN); // a remark that nobody reads does not end the window
        window.language = language;
        invocation.action = [&] { return openWindow(window, size, lesson, invocation.threads); };
    } else {
        watchInterruption();
    }
    try {
        return invocation.action();
    } catch (const UsageError& problem) {
        return wrongUsage(root, problem.message());
    }
}

} // namespace

int runCommandLine(int argc, char** argv)
{
    occupyStandardStreams();
    // A file beyond the allowed size is then an error that can be reported.
    ::signal(SIGXFSZ, SIG_IGN);
    return reported([&] { return parseAndAct(argc, argv); });
}

} // namespace app
