// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_options.h"

#include "core/base/error.h"
#include "core/render/colour_map.h"

#include <QtGlobal>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace ui {
namespace {

constexpr int kLetterUnits = 12;       // height of letters
constexpr double kSmallestText = 0.92; // captions, of that
constexpr double kMmPerInch = 25.4;

double unitsPerMm(const FigureOptions& options) { return kLetterUnits * 72.0 / options.points / kMmPerInch; }

template <typename Value, std::size_t count>
std::optional<Value> byId(const std::pair<std::string_view, Value> (&all)[count], std::string_view id)
{
    for (const auto& [name, value] : all)
        if (id == name)
            return value;
    return {};
}

std::vector<ReadyStyle> makeReadyStyles()
{
    FigureOptions paper;
    FigureOptions wide = paper;
    wide.width = 170.0;
    FigureOptions slide = paper;
    slide.width = 254.0; // 10 × 5.625 inches: 16:9
    slide.height = 142.875;
    slide.points = 14.0;
    slide.dpi = 192.0; // 1920 × 1080
    slide.caption = false;
    FigureOptions dark = slide;
    dark.ground = Ground::Dark;
    FigureOptions poster = paper;
    poster.width = 400.0;
    poster.points = 24.0;
    poster.dpi = 200.0;
    FigureOptions grey = paper;
    grey.colourMap = "grey";
    return {{"paper", QT_TRANSLATE_NOOP("ui::figure", "One column of a paper"), paper},
            {"wide", QT_TRANSLATE_NOOP("ui::figure", "Both columns of a paper"), wide},
            {"slide", QT_TRANSLATE_NOOP("ui::figure", "Slide, 16:9"), slide},
            {"dark", QT_TRANSLATE_NOOP("ui::figure", "Dark slide, 16:9"), dark},
            {"poster", QT_TRANSLATE_NOOP("ui::figure", "Poster"), poster},
            {"grey", QT_TRANSLATE_NOOP("ui::figure", "One column, in greys"), grey}};
}

} // namespace

std::span<const ReadyStyle> readyStyles()
{
    static const std::vector<ReadyStyle> styles = makeReadyStyles();
    return styles;
}

const FigureOptions& readyStyle(std::string_view id)
{
    std::string known;
    for (const ReadyStyle& style : readyStyles()) {
        if (id == style.id)
            return style.options;
        known += (known.empty() ? "" : ", ") + std::string(style.id);
    }
    throw core::error("There is no style \"{}\"; there are: {}.", id, known);
}

TokenLabels tokenLabelsById(std::string_view id)
{
    constexpr std::pair<std::string_view, TokenLabels> all[] = {{"all", TokenLabels::All},
                                                                {"some", TokenLabels::Some},
                                                                {"rotated", TokenLabels::Rotated},
                                                                {"none", TokenLabels::None}};
    if (const auto labels = byId(all, id))
        return *labels;
    throw core::error("Token labels cannot be \"{}\"; they are all, some, rotated or none.", id);
}

Ground groundById(std::string_view id)
{
    constexpr std::pair<std::string_view, Ground> all[] = {
        {"white", Ground::White}, {"transparent", Ground::Transparent}, {"dark", Ground::Dark}};
    if (const auto ground = byId(all, id))
        return *ground;
    throw core::error("The ground cannot be \"{}\"; it is white, transparent or dark.", id);
}

double lengthInMm(std::string_view text)
{
    double value = 0.0;
    const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
    const double mm = unit == "in" ? kMmPerInch : unit == "cm" ? 10.0 : unit.empty() || unit == "mm" ? 1.0 : 0.0;
    if (problem != std::errc() || !(value > 0.0) || mm == 0.0 || !std::isfinite(value))
        throw core::error("\"{}\" is no width or height; give it like 85mm, 8.5cm or 3.35in.", text.substr(0, 40));
    return value * mm;
}

void checkOptions(const FigureOptions& options)
{
    constexpr double least = 10.0; // mm
    constexpr double most = 5000.0;
    const auto isPage = [](double side) { return side >= least && side <= most; };
    if (!isPage(options.width) || (options.height != 0.0 && !isPage(options.height)))
        throw core::error("A figure of {:.4g} × {:.4g} mm cannot be made; each side must have {} to {} mm.",
                          options.width, options.height, least, most);
    if (!(options.dpi >= 30.0 && options.dpi <= 4800.0))
        throw core::error("{:.4g} dpi cannot be had; it must be 30 to 4800.", options.dpi);
    constexpr double leastPoints = kLeastPoints / kSmallestText;
    if (!(options.points >= leastPoints && options.points <= 500.0))
        throw core::error(
            "Letters of {:.4g} pt cannot be had; they must have {:.3g} to 500, so that captions, which are "
            "smaller, can be read.",
            options.points, leastPoints);
    if (!options.colourMap.empty())
        core::colourMap(options.colourMap);
    if (options.limits && !(options.limits->low < options.limits->high))
        throw core::error("The lower limit of the colours, {}, must be below the upper one, {}.", options.limits->low,
                          options.limits->high);
}

FigureStyle styleFor(const FigureOptions& options, const QFont& usual)
{
    QFont font = usual;
    if (!options.family.empty())
        font.setFamilies({QString::fromStdString(options.family)});
    font.setPixelSize(kLetterUnits);
    FigureStyle style = options.ground == Ground::Dark          ? darkStyle(font)
                        : options.ground == Ground::Transparent ? styleOf(font, QColor(0xFF, 0xFF, 0xFF, 0), Qt::black)
                                                                : paperStyle(font);
    style.colourMap = options.colourMap;
    style.title = options.title;
    style.colourBar = options.colourBar;
    style.trainingMark = options.trainingMark;
    style.tokens = options.tokens;
    style.wholeCells = true;
    return style;
}

QSize roomFor(const FigureOptions& options, double share)
{
    const double width = options.width * unitsPerMm(options);
    const double height = options.height > 0.0 ? options.height * unitsPerMm(options) : share * width;
    return {std::max(1, static_cast<int>(std::lround(width))), std::max(1, static_cast<int>(std::lround(height)))};
}

FigureOutput outputFor(const FigureOptions& options, const Figure& figure, FigureRecord record)
{
    const double perInch = figure.size().width() / options.width * kMmPerInch;
    const double points = kSmallestText * kLetterUnits * 72.0 / perInch;
    if (points < kLeastPoints - 0.01)
        throw core::error(
            "In a width of {:.4g} mm this figure's letters would have {:.2g} pt; take at least {:.4g} mm.",
            options.width, points, std::ceil(options.width * kLeastPoints / points));
    return {perInch, options.dpi, std::move(record)};
}

} // namespace ui
