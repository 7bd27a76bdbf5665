// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/attention_figure.h"

#include "app/interruption.h"
#include "core/base/error.h"
#include "core/render/value_range.h"
#include "ui/heatmap/heatmap_view.h"

#include <QApplication>
#include <QBuffer>
#include <QImage>

namespace app {
namespace {

constexpr QSize kSize(900, 840); // logical pixels
constexpr double kScale = 2.0;   // device pixels of each
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

std::string attentionPng(const core::Checkpoint& checkpoint, const core::Trace<float>& trace,
                         const core::MapRequest& request, core::ThreadPool& pool)
{
    // Also where there is a display: one that has gone away would end the program.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    int argc = 1;
    char name[] = "alibi-lab";
    char* argv[] = {name, nullptr};
    const QApplication application(argc, argv);

    core::MapRequest reduced = request;
    reduced.rows = reduced.cols = std::min(trace.length(), kMostCells);
    const auto map = std::make_shared<const core::ReducedMap>(core::attentionMap(trace, reduced, pool, interrupted));
    const core::ValueRange range = core::valueRange(request.stage, map->values, core::Limits::Robust);
    ui::HeatmapView view;
    view.setTokens(labelsOf(checkpoint, trace.tokens()));
    view.setTrainingLength(checkpoint.model.config().trainingLength);
    view.setMap(map, range, std::string(core::defaultColourMapId(request.stage, range)));
    const QImage image = view.render(kSize, kScale);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (image.isNull() || !buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG"))
        throw core::error("The picture of {}×{} pixels cannot be made.", kSize.width() * kScale,
                          kSize.height() * kScale);
    return bytes.toStdString();
}

} // namespace app
