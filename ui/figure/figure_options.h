// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/value_range.h"
#include "ui/figure/style.h"
#include "ui/figure/writers.h"

#include <QSize>
#include <QVariantMap>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ui {

enum class Ground { White, Transparent, Dark };

// What a figure is to look like on paper or a slide, as plain values: what people choose, wherever they do.
struct FigureOptions
{
    double width = 85.0; // mm
    double height = 0.0; // mm; 0: as suits what is shown
    double dpi = 300.0;  // of formats that have pixels
    std::string family;  // of letters; empty: the program's
    double points = 8.0; // their size, 1/72 of an inch
    Ground ground = Ground::White;
    std::string colourMap;                  // as in core::colourMaps(); empty: the one that suits what is shown
    std::optional<core::ValueRange> limits; // of the colours; none: from the values
    bool colourBar = true;
    bool title = true;
    bool caption = true;
    bool trainingMark = true;
    TokenLabels tokens = TokenLabels::All;
    bool operator==(const FigureOptions&) const = default;
};

// Letters are never smaller in print, captions included.
inline constexpr double kLeastPoints = 5.0;

// Ready ones.
struct ReadyStyle
{
    const char* id;    // of --style; never renamed
    const char* label; // to be translated in the context "ui::figure"
    FigureOptions options;
};
std::span<const ReadyStyle> readyStyles();
const FigureOptions& readyStyle(std::string_view id); // throws core::Error naming those there are

TokenLabels tokenLabelsById(std::string_view id); // "all", "some", "rotated", "none"; throws core::Error
Ground groundById(std::string_view id);           // "white", "transparent", "dark"; throws core::Error
std::string idOf(TokenLabels labels);
std::string idOf(Ground ground);

// As arguments of `alibi-lab figure`, the fewest: those of the ready style that they are, else what differs from
// "paper".
std::vector<std::string> figureArguments(const FigureOptions& options);
// For the program's memory; what cannot be read, or be had, is as in `otherwise`.
QVariantMap toVariants(const FigureOptions& options);
FigureOptions optionsFrom(const QVariantMap& values, const FigureOptions& otherwise);

// "85mm", "3.5in" or "85" (mm), in mm. Throws core::Error.
double lengthInMm(std::string_view text);

// Throws core::Error naming what no figure can have.
void checkOptions(const FigureOptions& options);

// Figures are laid out in units of which letters have always as many, so that everything keeps its proportion to the
// letters; the options' size of letters says how large a unit is.
FigureStyle styleFor(const FigureOptions& options, const QFont& usual);
// The room of the options' width; its height is the options' or, if they have none, `share` of the width.
QSize roomFor(const FigureOptions& options, double share);
// As wide as the options say, whatever room the figure took. Throws core::Error when its letters would be smaller than
// kLeastPoints.
FigureOutput outputFor(const FigureOptions& options, const Figure& figure, FigureRecord record);

} // namespace ui
