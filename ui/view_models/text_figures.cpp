// SPDX-License-Identifier: GPL-3.0-or-later
// The running text of a session as figures, shaded as the view "Text" shades it.
#include "core/base/error.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/text_figure.h"
#include "ui/view_models/figure_sheets.h"
#include "ui/view_models/token_shades.h"

#include <algorithm>

namespace ui {
namespace {

constexpr double kPale = 0.55; // of the strongest shade: letters of the usual ink are read on it

// What is read of the column's text.
ShadedText shadedText(const FigureScene& scene, std::size_t c, const TokenNumbers& numbers)
{
    const ColumnState& column = scene.comparison.column(c);
    ShadedText text;
    text.tokens = column.labels->mid(0, column.length);
    text.ends = lineEnds(column).mid(0, column.length);
    text.values = numbers.values;
    text.range = numbers.range;
    text.what = numbers.what;
    for (const QColor& shade : shadeColours(numbers, scene.style.base(), column.colour))
        text.shades.append(mixed(scene.style.base(), shade, kPale));
    text.grounds = tokenGrounds(numbers, text.shades);
    text.mark = column.trainingLength < column.length ? column.trainingLength : 0;
    text.markText = FigureWords::tr("trained %1").arg(column.trainingLength);
    text.markColour = trainingColour();
    return text;
}

std::unique_ptr<Figure> drawTexts(const FigureScene& scene,
                                  const std::vector<std::pair<std::size_t, TokenNumbers>>& texts)
{
    const QString caption = modelsOf(scene) + QLatin1Char(' ') + textOf(scene);
    return sheetOf(scene, {}, caption, 0.0, 1, [&](QSize room) {
        SheetParts parts;
        for (const auto& [column, numbers] : texts) {
            ShadedText text = shadedText(scene, column, numbers);
            if (texts.size() > 1)
                text.what = QStringLiteral("%1, %2").arg(scene.comparison.column(column).label, text.what);
            parts.push_back(std::make_shared<TextFigure>(std::move(text), room.width(), scene.style));
        }
        return parts;
    });
}

std::unique_ptr<Figure> drawText(const FigureScene& scene)
{
    std::vector<std::pair<std::size_t, TokenNumbers>> texts;
    for (std::size_t c = 0; c < scene.comparison.columns(); ++c)
        texts.emplace_back(c, tokenLosses(scene.comparison, c));
    return drawTexts(scene, texts);
}

std::unique_ptr<Figure> drawTextDifference(const FigureScene& scene)
{
    if (scene.comparison.columns() < 2)
        throw core::error("A difference needs two models.");
    const TokenNumbers numbers = tokenLossDifferences(scene.session, scene.comparison, 0);
    if (numbers.isEmpty())
        throw core::error("A difference of losses needs two models with the same tokens.");
    return drawTexts(scene, {{0, numbers}});
}

std::unique_ptr<Figure> drawTextAttention(const FigureScene& scene)
{
    std::vector<std::pair<std::size_t, TokenNumbers>> texts;
    for (std::size_t c = 0; c < scene.comparison.columns(); ++c)
        texts.emplace_back(c, tokenAttention(scene.session, scene.comparison, scene.selection, c));
    if (std::ranges::any_of(texts, [](const auto& text) { return text.second.isEmpty(); }))
        throw core::error("There is no such query in what is read.");
    return drawTexts(scene, texts);
}

} // namespace

SessionFigureKind::Description textKind() { return {{}, &drawText}; }
SessionFigureKind::Description textDifferenceKind() { return {{}, &drawTextDifference}; }
SessionFigureKind::Description textAttentionKind() { return {{.cell = true, .oneHead = true}, &drawTextAttention}; }

} // namespace ui
