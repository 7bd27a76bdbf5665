// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_options.h"

#include "core/base/error.h"
#include "core/render/colour_map.h"

#include <QtGlobal>

#include <fmt/format.h>

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

constexpr std::pair<std::string_view, TokenLabels> kTokenLabels[] = {{"all", TokenLabels::All},
                                                                     {"some", TokenLabels::Some},
                                                                     {"rotated", TokenLabels::Rotated},
                                                                     {"none", TokenLabels::None}};
constexpr std::pair<std::string_view, Ground> kGrounds[] = {
    {"white", Ground::White}, {"transparent", Ground::Transparent}, {"dark", Ground::Dark}};

template <typename Value, std::size_t count>
std::optional<Value> byId(const std::pair<std::string_view, Value> (&all)[count], std::string_view id)
{
    for (const auto& [name, value] : all)
        if (id == name)
            return value;
    return {};
}

template <typename Value, std::size_t count>
std::string idIn(const std::pair<std::string_view, Value> (&all)[count], Value value)
{
    return std::string(std::ranges::find(all, value, &std::pair<std::string_view, Value>::second)->first);
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
    if (const auto labels = byId(kTokenLabels, id))
        return *labels;
    throw core::error("Token labels cannot be \"{}\"; they are all, some, rotated or none.", id);
}

Ground groundById(std::string_view id)
{
    if (const auto ground = byId(kGrounds, id))
        return *ground;
    throw core::error("The ground cannot be \"{}\"; it is white, transparent or dark.", id);
}

std::string idOf(TokenLabels labels) { return idIn(kTokenLabels, labels); }
std::string idOf(Ground ground) { return idIn(kGrounds, ground); }

std::vector<std::string> figureArguments(const FigureOptions& options)
{
    for (const ReadyStyle& style : readyStyles())
        if (options == style.options)
            return &style == readyStyles().data() ? std::vector<std::string>()
                                                  : std::vector<std::string>{"--style", style.id};
    const FigureOptions usual;
    std::vector<std::string> arguments;
    const auto add = [&arguments](bool differs, const char* name, const std::string& value) {
        if (differs)
            arguments.insert(arguments.end(), {name, value});
    };
    const auto leaveOut = [&arguments](bool there, const char* name) {
        if (!there)
            arguments.push_back(name);
    };
    add(options.width != usual.width, "--width", fmt::format("{}mm", options.width));
    add(options.height != usual.height, "--height", fmt::format("{}mm", options.height));
    add(options.dpi != usual.dpi, "--dpi", fmt::format("{}", options.dpi));
    add(options.family != usual.family, "--font", options.family);
    add(options.points != usual.points, "--font-size", fmt::format("{}", options.points));
    add(options.ground != usual.ground, "--ground", idOf(options.ground));
    add(options.colourMap != usual.colourMap, "--colour-map", options.colourMap);
    if (options.limits) // negative numbers look like options
        arguments.push_back(fmt::format("--limits={},{}", options.limits->low, options.limits->high));
    add(options.tokens != usual.tokens, "--token-labels", idOf(options.tokens));
    leaveOut(options.title, "--no-title");
    leaveOut(options.caption, "--no-caption");
    leaveOut(options.colourBar, "--no-colour-bar");
    leaveOut(options.trainingMark, "--no-training-mark");
    return arguments;
}

QVariantMap toVariants(const FigureOptions& options)
{
    const auto text = [](const std::string& id) { return QString::fromStdString(id); };
    return {{QStringLiteral("width"), options.width},
            {QStringLiteral("height"), options.height},
            {QStringLiteral("dpi"), options.dpi},
            {QStringLiteral("family"), text(options.family)},
            {QStringLiteral("points"), options.points},
            {QStringLiteral("ground"), text(idOf(options.ground))},
            {QStringLiteral("colour_map"), text(options.colourMap)},
            {QStringLiteral("colour_bar"), options.colourBar},
            {QStringLiteral("title"), options.title},
            {QStringLiteral("caption"), options.caption},
            {QStringLiteral("training_mark"), options.trainingMark},
            {QStringLiteral("tokens"), text(idOf(options.tokens))}}; // limits belong to what was shown then
}

FigureOptions optionsFrom(const QVariantMap& values, const FigureOptions& otherwise)
{
    try {
        FigureOptions options = otherwise;
        const auto number = [&values](const char* name, double& value) {
            bool known = false;
            const double read = values.value(QLatin1String(name)).toDouble(&known);
            value = known ? read : value;
        };
        const auto flag = [&values](const char* name, bool& value) {
            value = values.value(QLatin1String(name), value).toBool();
        };
        const auto text = [&values](const char* name, const std::string& value) {
            return values.value(QLatin1String(name), QString::fromStdString(value)).toString().toStdString();
        };
        number("width", options.width);
        number("height", options.height);
        number("dpi", options.dpi);
        number("points", options.points);
        options.family = text("family", options.family);
        options.ground = groundById(text("ground", idOf(options.ground)));
        options.colourMap = text("colour_map", options.colourMap);
        flag("colour_bar", options.colourBar);
        flag("title", options.title);
        flag("caption", options.caption);
        flag("training_mark", options.trainingMark);
        options.tokens = tokenLabelsById(text("tokens", idOf(options.tokens)));
        checkOptions(options);
        return options;
    } catch (const core::Error&) { // written by hand, or by another version
        return otherwise;
    }
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
