// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/attention_figure.h"

#include "app/headless_figures.h"
#include "app/interruption.h"
#include "core/base/error.h"
#include "core/render/colour_scale.h"
#include "ui/figure/map_sheet.h"
#include "ui/figure/style.h"
#include "ui/figure/writers.h"

#include <cstdio>

namespace app {
namespace {

constexpr QSize kSize(900, 840); // units of 1/96 inch; two pixels each
// More than any map of that picture has, so no pixel lacks a value of its own.
constexpr core::Index kMostCells = 1800;

QStringList labelsOf(const core::Checkpoint& checkpoint, std::span<const int> tokens)
{
    QStringList labels;
    for (const int token : tokens)
        labels << (checkpoint.tokenizer && token < checkpoint.tokenizer->size()
                       ? QString::fromStdString(checkpoint.tokenizer->displayOf(token))
                       : QString::number(token));
    return labels;
}

} // namespace

void saveAttentionFigure(const std::string& path, const core::Checkpoint& checkpoint, const core::Trace<float>& trace,
                         const core::MapRequest& request, core::Scale scale, const FigureWords& words,
                         core::ThreadPool& pool)
{
    const HeadlessFigures figures;
    core::MapRequest reduced = request;
    reduced.rows = reduced.cols = std::min(trace.length(), kMostCells);
    ui::MapContent content;
    content.map = std::make_shared<const core::ReducedMap>(core::attentionMap(trace, reduced, pool, interrupted));
    content.scale = core::colourScale(*content.map, scale);
    content.colourMapId = core::defaultColourMapId(request.stage, content.scale.ends());
    content.region = request.region;
    content.length = trace.length();
    content.tokens = labelsOf(checkpoint, trace.tokens());
    content.trainingLength = checkpoint.model.config().trainingLength;
    const ui::MapSource source{QString::fromStdString(words.model),    {},
                               QString::fromStdString(words.switches), content.trainingLength,
                               QString::fromStdString(words.text),     content.length};
    ui::saveFigure(ui::mapSheet(content, kSize, source, figures.style()), QString::fromStdString(path));
}

} // namespace app
