// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report.h"

#include "app/commands/commands.h"
#include "app/headless_maker.h"
#include "app/messages.h"
#include "app/output.h"
#include "app/progress.h"
#include "app/session_input.h"
#include "app/usage_error.h"
#include "app/version.h"
#include "core/base/command_text.h"
#include "core/base/error.h"
#include "core/base/path_text.h"
#include "core/io/atomic_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace app {
namespace {

constexpr std::size_t kMostNumbers = 200'000; // bytes of one figure's that a page holds

struct ReportFlags
{
    std::string session;
    std::string out;
    std::vector<std::string> kinds;
    std::string title;
};

// What a report shows unless it is told: of these, what the session has.
const std::vector<std::string>& usualKinds()
{
    static const std::vector<std::string> kinds{"columns", "grid",     "stages", "perplexity",
                                                "loss",    "encoding", "bias",   "heads"};
    return kinds;
}

int runReport(const ReportFlags& flags, const Invocation& invocation)
{
    if (formatOf(flags.out, {"html"}) != "html")
        throw usageError("--out must end in .html");
    checkWritable(flags.out);
    const core::Setup setup = sessionSetup(flags.session, false);
    HeadlessMaker maker(invocation.threads);
    Report report;
    report.title =
        flags.title.empty() ? std::filesystem::path(core::pathOf(flags.session)).filename().string() : flags.title;
    report.program = programVersion();
    report.command = invocation.commandText();
    const bool chosen = !flags.kinds.empty();
    {
        Progress progress("report");
        const std::vector<std::string>& kinds = chosen ? flags.kinds : usualKinds();
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            ui::FigureRequest request{setup, {kinds[i]}, ui::readyStyle("wide")};
            try {
                maker.make(request);
            } catch (const core::Error& problem) {
                if (chosen)
                    throw;
                progress.say(core::sentence("Without {}: {}", kinds[i], problem.message())
                                 .translated()); // a model has no bias, say
                continue;
            }
            ReportFigure figure = maker.forReport();
            if (figure.csv.size() > kMostNumbers)
                figure.csv.clear();
            figure.command = core::commandText(std::vector<std::string>{"figure", kinds[i], "--setup", flags.session,
                                                                        "--style", "wide", "--out", kinds[i] + ".pdf"});
            report.figures.push_back(std::move(figure));
            progress.update(static_cast<double>(i + 1) / static_cast<double>(kinds.size()));
        }
    }
    if (report.figures.empty())
        throw core::error("{}: none of the figures of a report can be drawn of this session.", flags.session);
    maker.describe(report, flags.out);
    writeTo(flags.out, [&](const std::filesystem::path& file) { core::writeFileAtomically(file, htmlOf(report)); });
    return 0;
}

} // namespace

void addReport(CLI::App& root, Invocation& invocation)
{
    const auto flags = std::make_shared<ReportFlags>();
    CLI::App* command = addCommand(root, invocation, "report",
                                   "One page (HTML) about a session: figures, numbers, models, settings, commands; it "
                                   "needs nothing beside it");
    command
        ->add_option("SESSION", flags->session, "A session (F.alibilab), or a figure that was saved with its session")
        ->required();
    command->add_option("--out", flags->out, "F.html")->required();
    command
        ->add_option("--kind", flags->kinds,
                     "Kinds of figures, as `figure --list` has them (default: what the session has)")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_option("--title", flags->title, "Above the page (default: the session's name)");
    command->callback(
        [=, &invocation] { invocation.action = [=, &invocation] { return runReport(*flags, invocation); }; });
}

} // namespace app
