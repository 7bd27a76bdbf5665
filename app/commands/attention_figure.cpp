// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/attention_figure.h"

#include "app/interruption.h"
#include "app/messages.h"
#include "core/base/error.h"
#include "core/render/value_range.h"
#include "ui/figure/map_sheet.h"
#include "ui/figure/style.h"
#include "ui/figure/writers.h"

#include <QGuiApplication>

#include <cstdio>

namespace app {
namespace {

constexpr QSize kSize(900, 840); // units of 1/96 inch; two pixels each
// More than any map of that picture has, so no pixel lacks a value of its own.
constexpr core::Index kMostCells = 1800;

// Qt remarks on the surroundings (no runtime folder, …); stderr is for what the user can mend.
void onlyTrouble(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        say(message.toStdString());
}

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
                         const core::MapRequest& request, const FigureWords& words, core::ThreadPool& pool)
{
    // Also where there is a display: one that has gone away would end the program.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qInstallMessageHandler(onlyTrouble);
    int argc = 1;
    char name[] = "alibi-lab";
    char* argv[] = {name, nullptr};
    const QGuiApplication application(argc, argv);

    core::MapRequest reduced = request;
    reduced.rows = reduced.cols = std::min(trace.length(), kMostCells);
    ui::MapContent content;
    content.map = std::make_shared<const core::ReducedMap>(core::attentionMap(trace, reduced, pool, interrupted));
    content.range = core::valueRange(request.stage, content.map->values, core::Limits::Robust);
    content.colourMapId = core::defaultColourMapId(request.stage, content.range);
    content.region = request.region;
    content.length = trace.length();
    content.tokens = labelsOf(checkpoint, trace.tokens());
    content.trainingLength = checkpoint.model.config().trainingLength;
    const ui::MapSource source{QString::fromStdString(words.model),    {},
                               QString::fromStdString(words.switches), content.trainingLength,
                               QString::fromStdString(words.text),     content.length};
    const ui::FigureStyle style = ui::paperStyle(QGuiApplication::font());
    ui::saveFigure(ui::mapSheet(content, kSize, source, style), QString::fromStdString(path));
}

} // namespace app
