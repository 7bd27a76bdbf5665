// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/figure_sheets.h"

#include "ui/view_models/map_source.h"

#include <algorithm>
#include <utility>

namespace ui {
namespace {

constexpr int kLeastHigh = 60; // units

} // namespace

std::unique_ptr<Figure> sheetOf(const FigureScene& scene, const QString& title, const QString& caption, double share,
                                int across, const std::function<SheetParts(QSize)>& drawn)
{
    SheetContent content{title, {}, scene.options.caption ? caption : QString(), across};
    QSize room = roomFor(scene.options, share);
    if (scene.options.height > 0.0)
        room.setHeight(std::max(Sheet::heightForParts(content, room, scene.style), kLeastHigh));
    content.parts = drawn(room);
    return std::make_unique<Sheet>(std::move(content), scene.style);
}

QString textOf(const FigureScene& scene) { return textSentence(mapSourceOf(scene.session, scene.comparison, 0)); }

QString modelsOf(const FigureScene& scene)
{
    QStringList sentences;
    for (std::size_t c = 0; c < scene.comparison.columns(); ++c)
        sentences.append(modelSentence(mapSourceOf(scene.session, scene.comparison, c)));
    return sentences.join(QLatin1Char(' '));
}

} // namespace ui
