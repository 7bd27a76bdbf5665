// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/series_colours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace ui {

namespace {

constexpr int kHues = 12;

using Shades = std::array<QRgb, 4>;

struct NamedColour
{
    const char* id;
    Shades shades;
};

// The shades after the first were searched for: within 55 degrees of the hue (where there is one), as far apart as can
// be in OKLab from whatever can stand beside them among four models, as legibleOn() leaves them on light and dark.
constexpr std::array kEncodings{
    NamedColour{"alibi", {0xff0072b2, 0xff0c7475, 0xff406dfc, 0xffded5f8}},      // blue
    NamedColour{"sinusoidal", {0xffd55e00, 0xffc4bd85, 0xffdc8e79, 0xffef4890}}, // vermillion
    NamedColour{"rotary", {0xff009e73, 0xff5e8233, 0xff2eaa2a, 0xffbedce5}},     // green
    NamedColour{"t5", {0xffcc79a7, 0xfff44ca5, 0xffb2a1f5, 0xffe65211}},         // purple-pink
    NamedColour{"none", {0xff7f7f7f, 0xffa5312a, 0xffea56c6, 0xff2ec234}},       // grey
    NamedColour{"learned", {0xff8c5a0a, 0xfff95f6d, 0xfff79f88, 0xffb8e422}},    // yellow-brown
};

constexpr std::array<Shades, 4> kOthers{{{0xff56b4e9, 0xffb9aefc, 0xff607ef9, 0xff416260},
                                         {0xffb09f00, 0xffef9f77, 0xff5aa21a, 0xff4f3d32},
                                         {0xff6a51a3, 0xff6c7dfb, 0xffb59df6, 0xffe34dbb},
                                         {0xffb66dfb, 0xff83e046, 0xff7f8cfd, 0xfff64d3e}}};

const Shades& shadesOf(const QString& id)
{
    for (const NamedColour& named : kEncodings)
        if (id == QLatin1String(named.id))
            return named.shades;
    unsigned sum = 0; // not qHash: its seed may change from run to run
    for (const QChar letter : id)
        sum = sum * 31 + letter.unicode();
    return kOthers[sum % kOthers.size()];
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double encoded(double channel)
{
    channel = std::clamp(channel, 0.0, 1.0);
    return channel <= 0.0031308 ? channel * 12.92 : 1.055 * std::pow(channel, 1.0 / 2.4) - 0.055;
}

double luminance(const QColor& colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

// Björn Ottosson's OKLCH, where equal lightness looks equally light at every hue.
// https://bottosson.github.io/posts/oklab/
QColor fromOklch(double lightness, double chroma, double degrees)
{
    const double hue = degrees * std::numbers::pi / 180.0;
    const double a = chroma * std::cos(hue);
    const double b = chroma * std::sin(hue);
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    return QColor::fromRgbF(static_cast<float>(encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)),
                            static_cast<float>(encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)),
                            static_cast<float>(encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)));
}

} // namespace

QColor encodingColour(const QString& id) { return QColor(shadesOf(id).front()); }

QColor encodingShade(const QString& id, int nth)
{
    const Shades& shades = shadesOf(id);
    const auto round = std::max(0, nth) / static_cast<int>(shades.size());
    const QColor colour(shades[static_cast<std::size_t>(std::max(0, nth)) % shades.size()]);
    return mixed(colour, Qt::gray, std::min(0.75, 0.4 * round));
}

QColor headColour(int head, int heads)
{
    heads = std::max(heads, 1);
    head = std::clamp(head, 0, heads - 1);
    const int hues = std::min(heads, kHues);
    const int ring = head / kHues;
    const double hue = 255.0 + 360.0 * (head % hues + 0.5 * (ring % 2)) / hues; // from blue on
    constexpr std::array kLightness{0.56, 0.70};
    constexpr std::array kShift{0.0, -0.12, 0.12};
    const double lightness =
        kLightness[static_cast<std::size_t>(head % 2)] + kShift[static_cast<std::size_t>(ring / 2 % 3)];
    return fromOklch(lightness, ring % 2 == 0 ? 0.15 : 0.10, hue);
}

QColor trainingColour() { return QColor(0xe6, 0x9f, 0x00); }

double contrastRatio(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor legibleOn(const QColor& colour, const QColor& background, double contrast)
{
    // Toward black or white, whichever can get further from the background.
    const QColor goal =
        contrastRatio(Qt::white, background) > contrastRatio(Qt::black, background) ? Qt::white : Qt::black;
    if (goal == Qt::white)
        contrast *= 1.4;
    QColor result = colour;
    for (int step = 1; step <= 20 && contrastRatio(result, background) < contrast; ++step)
        result = mixed(colour, goal, step / 20.0);
    return result;
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto channel = [share](int from, int to) {
        return static_cast<int>(std::lround(from + (to - from) * share));
    };
    return QColor(channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue()));
}

QColor seeThrough(QColor colour, double opacity)
{
    colour.setAlphaF(static_cast<float>(opacity));
    return colour;
}

} // namespace ui
