// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/headless_figures.h"
#include "app/model_input.h"
#include "app/output.h"
#include "core/io/csv.h"
#include "core/io/npy.h"
#include "core/model/encoding_shape.h"
#include "ui/figure/encoding_figure.h"
#include "ui/figure/writers.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace app {
namespace {

struct EncodingFlags
{
    std::string model;
    std::vector<std::string> switches;
    long length = 0;
    std::string what;
    std::vector<int> heads;
    std::string out;
};

// The heads asked for; all of them when none is.
core::Matrix<float> chosenHeads(const core::Matrix<float>& shape, std::vector<int>& heads)
{
    if (heads.empty())
        for (int head = 0; head < shape.rows(); ++head)
            heads.push_back(head);
    core::Matrix<float> chosen(static_cast<core::Index>(heads.size()), shape.cols());
    for (std::size_t i = 0; i < heads.size(); ++i) {
        if (heads[i] < 0 || heads[i] >= shape.rows())
            throw core::error("--head {} does not exist; there are heads 0 to {}.", heads[i], shape.rows() - 1);
        chosen.row(static_cast<core::Index>(i)) = shape.row(heads[i]);
    }
    return chosen;
}

std::unique_ptr<ui::Figure> figureOf(const core::Matrix<float>& shape, core::EncodingShape what,
                                     const std::vector<int>& heads, const core::Checkpoint& checkpoint,
                                     const ui::FigureStyle& style)
{
    const core::ModelConfig& config = checkpoint.model.config();
    const ui::EncodingSource source{QString::fromStdString(checkpoint.name), QString::fromStdString(config.encoding),
                                    checkpoint.model.encoding().turns(), config.heads, config.trainingLength};
    if (ui::isByDistance(what))
        return std::make_unique<ui::CurvesFigure>(ui::encodingCurves(shape, what, heads, source), QSize(760, 420),
                                                  style);
    return std::make_unique<ui::MatrixFigure>(ui::encodingCells(shape, what, source), QSize(760, 560), style);
}

int runEncoding(const EncodingFlags& options)
{
    const std::string format = formatOf(options.out, matrixFormats());
    checkWritable(options.out);
    const core::EncodingShape what = core::encodingShapeById(options.what);
    const auto checkpoint = loadSwitched(options.model, options.switches);
    core::Matrix<float> shape = core::encodingShape(checkpoint->model, what, options.length);
    std::vector<int> heads = options.heads;
    if (what == core::EncodingShape::Bias)
        shape = chosenHeads(shape, heads);
    else if (!heads.empty())
        throw core::error("--head belongs to --what bias.");
    writeTo(options.out, [&](const std::filesystem::path& file) {
        if (format == "npy")
            return core::writeNpy(file, shape);
        if (format == "csv")
            return core::writeCsv(file, shape);
        const HeadlessFigures figures;
        ui::saveFigure(*figureOf(shape, what, heads, *checkpoint, figures.style()),
                       QString::fromStdString(file.string()));
    });
    return 0;
}

} // namespace

void addEncoding(CLI::App& root, Invocation& invocation)
{
    const auto options = std::make_shared<EncodingFlags>();
    CLI::App* command = addCommand(root, invocation, "encoding",
                                   "What a model's position encoding is before any text, as numbers or a picture");
    addModel(*command, options->model);
    addSwitches(*command, options->switches);
    command->add_option("--length", options->length, "Positions, or distances from 0")->required();
    command
        ->add_option("--what", options->what,
                     "vectors (added to the embedding: position × dimension), dot (how alike two positions are, by "
                     "distance), angles (position × pair of dimensions) or bias (head × distance)")
        ->required();
    command->add_option("--head", options->heads, "Of biases only this one; may be given several times");
    command->add_option("--out", options->out, "F.npy or F.csv: the numbers; F.png: a figure")->required();
    command->callback([=, &invocation] { invocation.action = [=] { return runEncoding(*options); }; });
}

} // namespace app
