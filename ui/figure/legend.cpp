// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/legend.h"

#include "ui/figure/series_colours.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>

namespace ui {
namespace {

constexpr double kLegendSample = 28.0; // of the line: a dashed one shows that it is
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
    for (const Curve& curve : curves) {
        const bool named = std::any_of(entries.begin(), entries.end(), [&](const LegendEntry& entry) {
            const bool sameColour = entry.colour == legibleOn(curve.colour, style.base());
            return entry.text == curve.label && (sameColour || !curve.variant.isEmpty());
        });
        if (curve.label.isEmpty() || named)
            continue;
        entries.append({curve.label, legibleOn(curve.colour, style.base()),
                        curve.variant.isEmpty() ? lineOf(curve, curves) : Qt::SolidLine, curve.points});
    }
    for (const QString& variant : variantsOf(curves)) {
        const auto one =
            std::find_if(curves.begin(), curves.end(), [&](const Curve& c) { return c.variant == variant; });
        entries.append({variant, mixed(style.base(), style.ink(), 0.6), lineOf(*one, curves), false});
    }
    return entries;
}

Legend::Legend(QVector<LegendEntry> entries, int width, const QFont& font)
    : m_font(font)
{
    const QFontMetricsF metrics(font);
    QPointF at(0, 0);
    for (LegendEntry& entry : entries) {
        entry.text =
            metrics.elidedText(entry.text, Qt::ElideMiddle, std::max(width - kLegendSample - kLegendGap, 20.0));
        const double wide = kLegendSample + kLegendGap + metrics.horizontalAdvance(entry.text);
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
        painter.setPen(QPen(entry.colour, 2, entry.line, Qt::FlatCap));
        painter.drawLine(QPointF(box.left(), y), QPointF(box.left() + kLegendSample, y));
        if (entry.points) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(entry.colour);
            painter.drawEllipse(QPointF(box.left() + kLegendSample / 2, y), 3, 3);
        }
        painter.setPen(style.ink());
        painter.drawText(box.adjusted(kLegendSample + kLegendGap, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, entry.text);
    }
    painter.restore();
}

} // namespace ui
