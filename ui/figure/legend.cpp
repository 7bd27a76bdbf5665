// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/legend.h"

#include "ui/figure/series_colours.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace ui {
namespace {

constexpr double kLegendSample = 28.0; // of the line: a dashed one shows that it is
constexpr double kLegendPoint = 10.0;  // of a point without a line
constexpr double kLegendGap = 6.0;     // between the line and its name
constexpr double kLegendSpace = 16.0;  // between entries

QStringList variantsOf(const QVector<Curve>& curves)
{
    QStringList variants;
    for (const Curve& curve : curves)
        if (!curve.variant.isEmpty() && !variants.contains(curve.variant))
            variants.append(curve.variant);
    return variants;
}

std::vector<std::optional<Origin>> originsOf(const QVector<Curve>& curves)
{
    std::vector<std::optional<Origin>> origins;
    for (const Curve& curve : curves)
        if (std::ranges::find(origins, curve.origin) == origins.end())
            origins.push_back(curve.origin);
    return origins;
}

double sampleOf(const LegendEntry& entry)
{
    return entry.line != Qt::NoPen ? kLegendSample : entry.points ? kLegendPoint : 0.0;
}

double sampleWidth(const LegendEntry& entry) { return sampleOf(entry) > 0.0 ? sampleOf(entry) + kLegendGap : 0.0; }

} // namespace

Qt::PenStyle lineOf(const Curve& curve, const QVector<Curve>& curves)
{
    constexpr std::array lines{Qt::DashLine, Qt::DotLine, Qt::DashDotLine, Qt::DashDotDotLine};
    if (curve.variant.isEmpty())
        return curve.dashed ? Qt::DashLine : Qt::SolidLine;
    const auto at = static_cast<std::size_t>(std::max<qsizetype>(variantsOf(curves).indexOf(curve.variant), 0));
    return lines[at % lines.size()];
}

QVector<LegendEntry> legendOf(const QVector<Curve>& curves, const FigureStyle& style)
{
    QVector<LegendEntry> entries;
    QStringList labels; // of the entries, without marks
    const auto origins = originsOf(curves);
    for (const Curve& curve : curves) {
        const QString text = origins.size() > 1 && curve.origin
                                 ? QStringLiteral("%1 %2").arg(originMark(*curve.origin), curve.label)
                                 : curve.label;
        bool named = false;
        for (qsizetype i = 0; i < entries.size(); ++i) {
            const bool sameColour = entries[i].colour == legibleOn(curve.colour, style.base());
            named = named || (labels[i] == curve.label && (sameColour || !curve.variant.isEmpty()));
        }
        if (curve.label.isEmpty() || named)
            continue;
        labels.append(curve.label);
        entries.append({text, legibleOn(curve.colour, style.base()),
                        curve.variant.isEmpty() ? lineOf(curve, curves) : Qt::SolidLine, curve.points});
    }
    for (const QString& variant : variantsOf(curves)) {
        const auto one =
            std::find_if(curves.begin(), curves.end(), [&](const Curve& c) { return c.variant == variant; });
        entries.append({variant, mixed(style.base(), style.ink(), 0.6), lineOf(*one, curves), false});
    }
    for (const auto& origin : origins)
        if (origin)
            entries.append({originText(*origin), style.ink(), Qt::NoPen, false});
    return entries;
}

QString legendAbout(const QVector<Curve>& curves)
{
    QStringList lines;
    for (const auto& origin : originsOf(curves))
        if (origin)
            lines.append(originAbout(*origin));
    return lines.join(QLatin1Char('\n'));
}

Legend::Legend(QVector<LegendEntry> entries, int width, const QFont& font)
    : m_font(font)
{
    const QFontMetricsF metrics(font);
    QPointF at(0, 0);
    for (LegendEntry& entry : entries) {
        entry.text =
            metrics.elidedText(entry.text, Qt::ElideMiddle, std::max(width - kLegendSample - kLegendGap, 20.0));
        const double wide = sampleWidth(entry) + metrics.horizontalAdvance(entry.text);
        if (at.x() > 0.0 && at.x() + wide > width)
            at = {0.0, at.y() + metrics.height()};
        m_placed.append({std::move(entry), QRectF(at, QSizeF(wide, metrics.height()))});
        at.rx() += wide + kLegendSpace;
        m_height = static_cast<int>(at.y() + metrics.height() + 1.0);
    }
}

void Legend::paint(QPainter& painter, QPointF corner, const FigureStyle& style) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_font);
    for (const auto& [entry, place] : m_placed) {
        const QRectF box = place.translated(corner);
        const double y = box.center().y();
        if (entry.line != Qt::NoPen) {
            painter.setPen(QPen(entry.colour, 2, entry.line, Qt::FlatCap));
            painter.drawLine(QPointF(box.left(), y), QPointF(box.left() + kLegendSample, y));
        }
        if (entry.points) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(entry.colour);
            paintMarker(painter, entry.marker, QPointF(box.left() + sampleOf(entry) / 2, y),
                        entry.line != Qt::NoPen ? 3 : 4);
        }
        painter.setPen(style.ink());
        painter.drawText(box.adjusted(sampleWidth(entry), 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, entry.text);
    }
    painter.restore();
}

} // namespace ui
