// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/figure_batch.h"
#include "app/headless_maker.h"
#include "app/interruption.h"
#include "app/model_input.h"
#include "app/output.h"
#include "app/session_input.h"
#include "app/usage_error.h"
#include "core/base/path_text.h"
#include "ui/library/library.h"

#include <QCoreApplication>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace app {
namespace {

constexpr int kUsualLength = 512; // tokens

struct FigureFlags
{
    std::vector<std::string> kinds;
    int across = 0;
    bool list = false;
    std::optional<std::string> setup;
    std::vector<std::string> models;
    std::vector<std::string> switches;
    InputOptions input;
    std::optional<int> length;
    std::optional<int> layer;
    std::optional<int> head;
    std::optional<std::string> stage;
    std::optional<int> query;
    std::optional<int> key;
    FigureBatch batch;

    std::string style = "paper";
    std::optional<std::string> width;
    std::optional<std::string> height;
    std::optional<double> dpi;
    std::optional<std::string> font;
    std::optional<double> fontSize;
    std::optional<std::string> colourMap;
    std::optional<std::string> limits;
    std::optional<std::string> labels;
    std::optional<std::string> ground;
    bool noTitle = false;
    bool noCaption = false;
    bool noColourBar = false;
    bool noTrainingMark = false;
};

int listFigures()
{
    const auto translated = [](const char* text) {
        return QCoreApplication::translate("ui::figure", text).toStdString();
    };
    std::string text;
    for (const ui::SessionFigureKind& kind : ui::sessionFigureKinds())
        text += fmt::format("{:<16}{}\n", kind.id, translated(kind.about));
    text += '\n';
    for (const ui::ReadyStyle& style : ui::readyStyles())
        text += fmt::format("--style {:<8}{}: {:g} mm, {:g} pt\n", style.id, translated(style.label),
                            style.options.width, style.options.points);
    writeOutput(text);
    return 0;
}

core::ValueRange limitsOf(const std::string& text)
{
    const std::size_t comma = text.find(',');
    core::ValueRange range;
    const auto read = [](std::string_view part, double& value) {
        const auto [rest, problem] = std::from_chars(part.data(), part.data() + part.size(), value);
        return problem == std::errc() && rest == part.data() + part.size();
    };
    if (comma == std::string::npos || !read(std::string_view(text).substr(0, comma), range.low) ||
        !read(std::string_view(text).substr(comma + 1), range.high) || !(range.low < range.high))
        throw usageError("--limits must look like LOW,HIGH, e.g. --limits=-4,4, not \"{}\"", text.substr(0, 60));
    return range;
}

ui::FigureOptions optionsOf(const FigureFlags& flags)
{
    ui::FigureOptions options = ui::readyStyle(flags.style);
    if (flags.width) {
        options.width = ui::lengthInMm(*flags.width);
        options.height = 0.0; // the style's belongs to its width
    }
    if (flags.height)
        options.height = ui::lengthInMm(*flags.height);
    options.dpi = flags.dpi.value_or(options.dpi);
    options.points = flags.fontSize.value_or(options.points);
    options.family = flags.font.value_or(options.family);
    options.colourMap = flags.colourMap.value_or(options.colourMap);
    if (flags.limits)
        options.limits = limitsOf(*flags.limits);
    if (flags.labels)
        options.tokens = ui::tokenLabelsById(*flags.labels);
    if (flags.ground)
        options.ground = ui::groundById(*flags.ground);
    options.title = options.title && !flags.noTitle;
    options.caption = options.caption && !flags.noCaption;
    options.colourBar = options.colourBar && !flags.noColourBar;
    options.trainingMark = options.trainingMark && !flags.noTrainingMark;
    ui::checkOptions(options);
    return options;
}

bool hasInput(const InputOptions& input) { return input.text || input.textFile || input.tokens || input.tokensFile; }

core::TextChoice textChoiceOf(const InputOptions& options)
{
    if (options.tokens || options.tokensFile)
        throw usageError("a figure needs a text, not token ids");
    Input input = readInput(options);
    if (options.textFile && *options.textFile != "-")
        return {core::TextKind::File, *options.textFile, std::move(*input.text)};
    return {core::TextKind::Typed, std::move(*input.text), {}};
}

// A folder's path as it will be found, whatever the present folder is then.
std::string modelId(const std::string& model)
{
    return model.starts_with(ui::kBuiltin) ? model : std::filesystem::absolute(core::pathOf(model)).string();
}

core::Setup setupOf(const FigureFlags& flags)
{
    core::Setup setup;
    if (flags.setup)
        setup = sessionSetup(*flags.setup, hasInput(flags.input));
    if (!flags.setup && flags.models.empty())
        throw usageError("one of --setup and --model must be given");
    if (flags.models.size() > core::kMostColumns)
        throw usageError("--model may be given {} times, not {}", core::kMostColumns, flags.models.size());
    if (!flags.models.empty()) {
        setup.columns.clear();
        for (const std::string& model : flags.models)
            setup.columns.push_back({modelId(model), {}, core::Json::object()});
    }
    if (const core::Json patch = parseSwitches(flags.switches); !patch.empty())
        for (core::Column& column : setup.columns)
            for (const auto& [key, value] : patch.items()) {
                if (key == "alibi_slopes")
                    column.slopes.clear();
                column.options[key] = value;
            }
    if (hasInput(flags.input))
        setup.text = textChoiceOf(flags.input);
    else if (!flags.setup)
        setup.text = ui::startSetup().text;
    setup.length = flags.length.value_or(flags.setup ? setup.length : kUsualLength);
    if (setup.length < core::kShortestLength || setup.length > core::kLongestLength)
        throw usageError("--length must be {} to {}, not {}", core::kShortestLength, core::kLongestLength,
                         setup.length);
    setup.view.layer = flags.layer.value_or(setup.view.layer);
    setup.view.head = flags.head.value_or(setup.view.head);
    if (setup.view.layer < 0 || setup.view.head < 0)
        throw usageError("layers and heads count from 0");
    if (flags.stage)
        setup.view.stage = core::stageById(*flags.stage);
    return setup;
}

int runFigure(const FigureFlags& flags, const Invocation& invocation)
{
    if (flags.list)
        return listFigures();
    if (flags.kinds.empty())
        throw usageError("a kind of figure must be given; --list names them");
    for (const std::string& kind : flags.kinds)
        (void)ui::sessionFigureKind(kind); // before the work
    const ui::FigureOptions options = optionsOf(flags);
    if (flags.batch.outs.empty())
        throw usageError("--out is required");
    if (flags.length && !flags.batch.lengths.empty())
        throw usageError("--length and --lengths exclude each other");
    checkNames(flags.batch);
    for (const std::string& out : flags.batch.outs) {
        formatOf(out, figureFormats());
        if (flags.batch.isOne()) // names of others are not known yet
            checkWritable(out);
    }
    ui::FigureRequest request{setupOf(flags), flags.kinds, options, {}, flags.across};
    if (ui::needsCell(request) && !flags.query)
        throw usageError("--query is required");
    if (flags.query)
        request.cell = {*flags.query, flags.key.value_or(*flags.query)};
    HeadlessMaker maker(invocation.threads);
    return makeFigures(maker, request, flags.batch, invocation.commandText()) > 0 ? 1 : 0;
}

void addLook(CLI::App& command, FigureFlags& flags)
{
    command.add_option("--style", flags.style, "A ready look; --list names them (default: paper)");
    command.add_option("--width", flags.width, "85mm, 8.5cm or 3.35in");
    command.add_option("--height", flags.height, "Likewise (default: as suits the figure)");
    command.add_option("--dpi", flags.dpi, "Pixels to the inch, of PNG");
    command.add_option("--font", flags.font, "Family of letters");
    command.add_option("--font-size", flags.fontSize, "Size of letters in points; lines and gaps go with them");
    command.add_option("--colour-map", flags.colourMap, "viridis, cividis, diverging, bias or grey");
    command.add_option("--limits", flags.limits, "LOW,HIGH: ends of the colour scale, e.g. --limits=-4,4");
    command.add_option("--token-labels", flags.labels, "all (where they have room), some, rotated or none");
    command.add_option("--ground", flags.ground, "white, transparent or dark");
    command.add_flag("--no-title", flags.noTitle, "Without titles");
    command.add_flag("--no-caption", flags.noCaption, "Without the caption below");
    command.add_flag("--no-colour-bar", flags.noColourBar, "Without colour bars");
    command.add_flag("--no-training-mark", flags.noTrainingMark, "Without the line at the training length");
}

} // namespace

void addFigure(CLI::App& root, Invocation& invocation)
{
    const auto flags = std::make_shared<FigureFlags>();
    CLI::App* command = addCommand(root, invocation, "figure",
                                   "Draw a figure for paper or slide, or write the numbers behind it; --list names the "
                                   "kinds and styles. Without a text it is of the program's own");
    command->add_option("KIND", flags->kinds, "What to draw; see --list. Several make a sheet with panels a, b, …");
    command->add_option("--across", flags->across, "So many panels side by side (default: as suits their number)")
        ->check(CLI::Range(1, 12));
    command->add_flag("--list", flags->list, "List the kinds of figures and the styles, then end");
    command->add_option("--setup", flags->setup,
                        "A session (F.alibilab) to draw, or a figure that was saved with its session");
    command
        ->add_option("--model", flags->models,
                     "Checkpoint folder, or builtin:NAME for one inside the program; up to four, one --model each")
        ->allow_extra_args(false);
    addSwitches(*command, flags->switches);
    addInput(*command, flags->input);
    command->add_option("--length", flags->length, "The first so many tokens (default: 512, or the session's)");
    command
        ->add_option("--lengths", flags->batch.lengths,
                     "A figure for each: 64,128,256; names then hold {length} or {n}")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::Range(core::kShortestLength, core::kLongestLength));
    command->add_flag("--each-head", flags->batch.eachHead,
                      "A figure for every head of the first model; names then hold {layer} and {head}, or {n}");
    command->add_option("--layer", flags->layer, "Layer, from 0");
    command->add_option("--head", flags->head, "Head, from 0");
    command->add_option("--stage", flags->stage, "content, bias, score, weights or position");
    command->add_option("--query", flags->query, "Position of the query whose row or cell is drawn");
    command->add_option("--key", flags->key, "Position of the cell's key (default: the query's own)");
    command
        ->add_option("--out", flags->batch.outs,
                     "F.png, F.pdf, F.svg, F.tex (TikZ); numbers: F.csv, F.json, F.npy; several --out for several")
        ->allow_extra_args(false);
    addLook(*command, *flags);
    command->callback(
        [=, &invocation] { invocation.action = [=, &invocation] { return runFigure(*flags, invocation); }; });
}

} // namespace app
