// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_pool.h"
#include "app/commands/attention_figure.h"
#include "app/commands/commands.h"
#include "app/headless_figures.h"
#include "app/interruption.h"
#include "app/model_input.h"
#include "app/output.h"
#include "core/io/csv.h"
#include "core/io/npy.h"
#include "core/model/attention_map.h"
#include "core/model/position_part.h"
#include "core/setup/setup.h"

#include <QString>

#include <CLI/CLI.hpp>
#include <fmt/ranges.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace app {
namespace {

constexpr std::size_t kLongestMatrix = 16384; // tokens; as many rows and columns

struct AttentionFlags
{
    std::string model;
    std::vector<std::string> switches;
    InputOptions input;
    int layer = 0;
    int head = 0;
    std::string stage;
    std::string scale = "linear";
    std::string out;
};

void checkHead(const AttentionFlags& options, const core::ModelConfig& config)
{
    if (options.layer < 0 || options.layer >= config.layers)
        throw core::error("--layer {} does not exist; {} has layers 0 to {}.", options.layer, options.model,
                          config.layers - 1);
    if (options.head < 0 || options.head >= config.heads)
        throw core::error("--head {} does not exist; {} has heads 0 to {}.", options.head, options.model,
                          config.heads - 1);
}

// Every cell; masked ones NaN, or 0 where a weight is meant.
core::Matrix<float> matrixOf(const core::Trace<float>& trace, core::MapRequest request, core::ThreadPool& pool)
{
    request.rows = request.cols = trace.length();
    core::Matrix<float> values = std::move(core::attentionMap(trace, request, pool, interrupted).values);
    const core::AttentionWindow window = trace.model().encoding().window();
    if (request.stage == core::Stage::Weights)
        for (core::Index query = 0; query < values.rows(); ++query)
            for (core::Index key = 0; key < values.cols(); ++key)
                if (!window.sees(query, key))
                    values(query, key) = 0.0F;
    return values;
}

// The folder's own name, however the path to it ends.
std::string nameOf(const std::string& model)
{
    const std::filesystem::path path(model);
    return (path.has_filename() ? path : path.parent_path()).filename().string();
}

// The file, or how the text begins.
std::string textName(const Input& input)
{
    constexpr qsizetype longest = 48;
    if (!input.text || !input.name.starts_with("--"))
        return input.name;
    const QString text = QString::fromStdString(*input.text).simplified();
    const QString begins = text.size() > longest ? text.left(longest).trimmed() + QStringLiteral(" …") : text;
    return QStringLiteral("“%1”").arg(begins).toStdString();
}

bool isMatrix(std::string_view format) { return format == "npy" || format == "csv"; }

int runAttention(const AttentionFlags& options, int threads)
{
    const core::Stage stage = core::stageById(options.stage);
    const core::Scale scale = core::scaleById(options.scale);
    const std::string format = formatOf(options.out, matrixFormats());
    if (isMatrix(format) && scale != core::Scale::Linear)
        throw core::error("--scale belongs to pictures; {} gets the numbers as they are.", options.out);
    if (core::usableScale(scale, stage) != scale)
        throw core::error("--scale {} does not suit the stage {}: log is for weights, percentile for all but bias, "
                          "without-first-key for content, score and weights.",
                          options.scale, options.stage);
    checkWritable(options.out);
    const Input input = readInput(options.input);
    const auto checkpoint = loadSwitched(options.model, options.switches);
    checkHead(options, checkpoint->model.config());
    if (stage == core::Stage::Position && !core::positionsStandApart(checkpoint->model.encoding(), options.layer))
        throw core::error("In layer {} the \"{}\" encoding has no part of the score that is the positions' alone.",
                          options.layer, checkpoint->model.config().encoding);
    const std::vector<int> tokens = tokensOf(input, *checkpoint);
    if (isMatrix(format) && tokens.size() > kLongestMatrix)
        throw core::error("{}: {} tokens make more than the {} × {} cells a matrix is written with; take a shorter "
                          "text, or a picture, which shows each pixel's peak.",
                          options.out, tokens.size(), kLongestMatrix, kLongestMatrix);
    checkPass(checkpoint->model.config(), tokens.size());
    CommandPool pool(threads);
    const auto trace = core::forward(checkpoint->model, tokens, pool, {-1, interrupted});
    const core::Index length = trace->length();
    const core::MapRequest request{options.layer,        options.head, stage, {0, length, 0, length}, 0, 0,
                                   core::Reduction::Peak};
    writeTo(options.out, [&](const std::filesystem::path& file) {
        if (format == "npy")
            core::writeNpy(file, matrixOf(*trace, request, pool));
        else if (format == "csv")
            core::writeCsv(file, matrixOf(*trace, request, pool));
        else
            saveAttentionFigure(
                file.string(), *checkpoint, *trace, request, scale,
                {nameOf(options.model), fmt::format("{}", fmt::join(options.switches, ", ")), textName(input)}, pool);
    });
    return 0;
}

} // namespace

void addAttention(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<AttentionFlags>();
    CLI::App* command =
        addCommand(root, invocation, "attention",
                   "Write one head's map: rows are queries, columns keys. Masked cells are NaN, or 0 in "
                   "the weights");
    addModel(*command, options->model);
    addSwitches(*command, options->switches);
    addInput(*command, options->input);
    addHead(*command, options->layer, options->head);
    command->add_option("--stage", options->stage, "content, bias, score, weights or position")
        ->required()
        ->check(CLI::IsMember({"content", "bias", "score", "weights", "position"}));
    command
        ->add_option("--scale", options->scale,
                     "Of a picture's colours: linear, log, percentile, or without-first-key (linear, its ends chosen "
                     "without the text's first token)")
        ->check(CLI::IsMember({"linear", "log", "percentile", "without-first-key"}));
    command->add_option("--out", options->out, "F.npy or F.csv: all cells; F.png, F.pdf or F.svg: a figure")
        ->required();
    command->callback([=, &invocation] {
        invocation.action = [=, &invocation] { return runAttention(*options, invocation.threads); };
    });
}

} // namespace app
