// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/headless_figures.h"
#include "app/model_input.h"
#include "app/output.h"
#include "core/io/csv.h"
#include "core/io/npy.h"
#include "core/model/encoding_shape.h"
#include "ui/figure/encoding_figure.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/writers.h"

#include <QStringList>

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
    std::vector<std::string> beside;
    bool logarithmic = false;
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

ui::EncodingSource sourceOf(const core::Checkpoint& checkpoint)
{
    const core::ModelConfig& config = checkpoint.model.config();
    return {QString::fromStdString(checkpoint.name),
            QString::fromStdString(config.encoding),
            checkpoint.model.encoding().turns(),
            config.heads,
            config.trainingLength,
            {}};
}

// The shape of one model as far as it is asked for; `heads` as they come out.
core::Matrix<float> shapeOf(const EncodingFlags& options, core::EncodingShape what, const core::Checkpoint& checkpoint,
                            std::vector<int>& heads)
{
    core::Matrix<float> shape = core::encodingShape(checkpoint.model, what, options.length);
    heads = options.heads;
    if (what == core::EncodingShape::Bias)
        return chosenHeads(shape, heads);
    if (!heads.empty())
        throw core::error("--head belongs to --what bias.");
    return shape;
}

// Of all the models; others than the first one's encoding have colours of their own.
ui::CurvesContent curvesOf(const EncodingFlags& options, core::EncodingShape what,
                           const std::vector<std::shared_ptr<const core::Checkpoint>>& models)
{
    std::vector<ui::CurvesContent> contents;
    QStringList encodings;
    for (const auto& checkpoint : models) {
        ui::EncodingSource source = sourceOf(*checkpoint);
        if (models.size() > 1)
            source.colour = ui::encodingShade(source.encoding, static_cast<int>(encodings.count(source.encoding)));
        encodings.append(source.encoding);
        std::vector<int> heads;
        const core::Matrix<float> shape = shapeOf(options, what, *checkpoint, heads);
        contents.push_back(ui::encodingCurves(shape, what, heads, source));
    }
    ui::CurvesContent content = ui::together(contents);
    content.xLog = options.logarithmic;
    return content;
}

int runEncoding(const EncodingFlags& options)
{
    const std::string format = formatOf(options.out, matrixFormats());
    checkWritable(options.out);
    const core::EncodingShape what = core::encodingShapeById(options.what);
    const bool numbers = format == "npy" || format == "csv";
    if ((!options.beside.empty() || options.logarithmic) && (numbers || !ui::isByDistance(what)))
        throw core::error("--beside and --log-distance belong to pictures of --what bias or dot.");
    const auto checkpoint = loadSwitched(options.model, options.switches);
    std::vector<std::shared_ptr<const core::Checkpoint>> models{checkpoint};
    for (const std::string& model : options.beside)
        models.push_back(loadSwitched(model, {}));
    std::vector<int> heads;
    const core::Matrix<float> shape = shapeOf(options, what, *checkpoint, heads);
    const ui::CurvesContent curves = ui::isByDistance(what) ? curvesOf(options, what, models) : ui::CurvesContent();
    writeTo(options.out, [&](const std::filesystem::path& file) {
        if (format == "npy")
            return core::writeNpy(file, shape);
        if (format == "csv")
            return core::writeCsv(file, shape);
        const HeadlessFigures figures;
        const QString path = QString::fromStdString(file.string());
        if (ui::isByDistance(what))
            ui::saveFigure(ui::CurvesFigure(curves, QSize(760, 420), figures.style()), path);
        else
            ui::saveFigure(ui::MatrixFigure(ui::encodingCells(shape, what, sourceOf(*checkpoint)), QSize(760, 560),
                                            figures.style()),
                           path);
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
    command->add_option("--beside", options->beside,
                        "Another model in the same picture of a bias or dot; may be given several times");
    command->add_flag("--log-distance", options->logarithmic, "In a picture: distances by their logarithm, from 1");
    command->add_option("--out", options->out, "F.npy or F.csv: the numbers; F.png, F.pdf or F.svg: a figure")
        ->required();
    command->callback([=, &invocation] { invocation.action = [=] { return runEncoding(*options); }; });
}

} // namespace app
