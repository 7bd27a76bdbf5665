// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/colour_map.h"

#include "core/base/error.h"
#include "core/base/words.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace core {
namespace {

constexpr double lastEntry = 255.0;

std::uint8_t toByte(double value) { return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0))); }

// Catmull-Rom spline through equally spaced colours; beyond the ends the line of the last two goes on.
Rgb interpolate(std::span<const Rgb> knots, double t)
{
    const int last = static_cast<int>(knots.size()) - 1;
    const double position = t * last;
    const int i = std::min(static_cast<int>(position), last - 1);
    const double f = position - i;
    const auto channel = [&](std::uint8_t Rgb::*c) {
        const auto knot = [&](int k) { return double(knots[static_cast<std::size_t>(k)].*c); };
        const double b = knot(i);
        const double d = knot(i + 1);
        const double a = i > 0 ? knot(i - 1) : 2 * b - d;
        const double e = i + 2 <= last ? knot(i + 2) : 2 * d - b;
        return toByte(b + 0.5 * f * (d - a + f * (2 * a - 5 * b + 4 * d - e + f * (3 * (b - d) + e - a))));
    };
    return {channel(&Rgb::red), channel(&Rgb::green), channel(&Rgb::blue)};
}

// OKLab in polar form to sRGB (Ottosson 2020, https://bottosson.github.io/posts/oklab/); out of gamut is clipped.
Rgb fromOklch(double lightness, double chroma, double hueDegrees)
{
    const double hue = hueDegrees * std::numbers::pi / 180.0;
    const double a = chroma * std::cos(hue);
    const double b = chroma * std::sin(hue);
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    const auto encode = [](double linear) {
        const double c = std::clamp(linear, 0.0, 1.0);
        return toByte(255.0 * (c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1.0 / 2.4) - 0.055));
    };
    return {encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            encode(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

Rgb diverging(double t)
{
    const double x = std::clamp(2.0 * t - 1.0, -1.0, 1.0); // -1 deepest blue, 0 white, 1 deepest red
    const double lightness = 0.975 - 0.635 * std::pow(std::abs(x), 1.15);
    const double chroma = 0.30 * std::abs(x) * (1.0 - 0.57 * std::abs(x));
    return fromOklch(lightness, chroma, x < 0.0 ? 252.0 - 6.0 * x : 42.0 - 16.0 * x);
}

constexpr std::array viridisKnots{
    Rgb{68, 1, 84},    Rgb{72, 23, 105},  Rgb{71, 42, 122},  Rgb{67, 61, 132},  Rgb{61, 78, 138},  Rgb{53, 94, 141},
    Rgb{46, 109, 142}, Rgb{41, 123, 142}, Rgb{35, 137, 142}, Rgb{31, 151, 139}, Rgb{33, 165, 133}, Rgb{46, 179, 124},
    Rgb{70, 192, 111}, Rgb{101, 203, 94}, Rgb{137, 213, 72}, Rgb{176, 221, 47}, Rgb{216, 226, 25}, Rgb{253, 231, 37}};

constexpr std::array cividisKnots{Rgb{0, 34, 78},     Rgb{0, 45, 104},    Rgb{22, 55, 112},   Rgb{46, 65, 109},
                                  Rgb{63, 76, 108},   Rgb{78, 86, 108},   Rgb{92, 97, 110},   Rgb{105, 107, 113},
                                  Rgb{118, 118, 118}, Rgb{131, 129, 121}, Rgb{146, 140, 120}, Rgb{160, 152, 117},
                                  Rgb{175, 164, 113}, Rgb{191, 176, 107}, Rgb{207, 189, 98},  Rgb{223, 202, 87},
                                  Rgb{240, 216, 70},  Rgb{254, 232, 56}};

template <typename F>
ColourMap make(std::string id, std::string label, F colourAt)
{
    ColourMap::Table table;
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = colourAt(double(i) / lastEntry);
    return {std::move(id), std::move(label), table};
}

} // namespace

ColourMap::ColourMap(std::string id, std::string label, const Table& table)
    : m_id(std::move(id))
    , m_label(std::move(label))
    , m_table(table)
{}

Rgb ColourMap::at(double t) const
{
    const double clamped = std::isnan(t) ? 0.0 : std::clamp(t, 0.0, 1.0);
    return m_table[static_cast<std::size_t>(std::lround(clamped * lastEntry))];
}

const std::vector<ColourMap>& colourMaps()
{
    static const std::vector<ColourMap> maps = [] {
        std::vector<ColourMap> all;
        all.push_back(make("viridis", said("Viridis"), [](double t) { return interpolate(viridisKnots, t); }));
        all.push_back(make("cividis", said("Cividis"), [](double t) { return interpolate(cividisKnots, t); }));
        all.push_back(make("diverging", said("Blue - white - red"), diverging));
        all.push_back(make("bias", said("White to blue"), [](double t) { return diverging(0.5 * t); }));
        all.push_back(make("grey", said("Grey"), [](double t) {
            const std::uint8_t level = toByte(lastEntry * (1.0 - t));
            return Rgb{level, level, level};
        }));
        return all;
    }();
    return maps;
}

const ColourMap& colourMap(std::string_view id)
{
    for (const ColourMap& map : colourMaps())
        if (map.id() == id)
            return map;
    std::vector<std::string> known;
    for (const ColourMap& map : colourMaps())
        known.push_back(map.id());
    throw error("There is no colour map \"{}\"; choose one of: {}.", id, fmt::join(known, ", "));
}

Rgb maskedColour(bool darkTheme) { return darkTheme ? Rgb{68, 64, 58} : Rgb{214, 209, 202}; }

} // namespace core
