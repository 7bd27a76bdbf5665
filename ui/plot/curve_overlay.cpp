// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/curve_overlay.h"

#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/text_painting.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

struct ValueLabel
{
    QPointF at;
    QString text;
    QColor colour;
    bool dashed;
};

struct ReadOutLine
{
    QString text;
    QColor colour;     // invalid: no chip
    double away = 0.0; // pixels from the mouse to its point
};

QString fullName(const Curve& curve)
{
    const QString name = curve.part.isEmpty() ? curve.label : QStringLiteral("%1 %2").arg(curve.label, curve.part);
    return curve.variant.isEmpty() ? name : QStringLiteral("%1, %2").arg(name, curve.variant);
}

// How many labels so high fit.
qsizetype roomFor(double height, double top, double bottom)
{
    return static_cast<qsizetype>(std::max(std::floor((bottom - top) / height), 0.0));
}

// Numbers at one side of the points they belong to, as high as those are or near.
void paintBeside(QPainter& painter, const PlotPlace& place, QVector<ValueLabel> labels, double top, bool right)
{
    const QFontMetricsF metrics(place.style.font);
    std::sort(labels.begin(), labels.end(),
              [](const ValueLabel& a, const ValueLabel& b) { return a.at.y() < b.at.y(); });
    QVector<double> wanted;
    for (const ValueLabel& label : labels)
        wanted.append(label.at.y());
    const QVector<double> middles = spreadOut(wanted, metrics.height(), top, place.area.bottom());
    for (qsizetype i = 0; i < middles.size(); ++i) {
        painter.setPen(labels[i].colour);
        painter.drawLine(labels[i].at, QPointF(labels[i].at.x() + (right ? 8 : -8), middles[i]));
    }
    for (qsizetype i = 0; i < middles.size(); ++i) {
        const ValueLabel& label = labels[i];
        QRectF box(label.at.x() + 8, middles[i] - metrics.height() / 2, metrics.horizontalAdvance(label.text) + 4,
                   metrics.height());
        if (!right)
            box.moveRight(label.at.x() - 8);
        painter.fillRect(box, seeThrough(place.style.base(), 0.84));
        painter.setPen(label.colour);
        painter.drawText(box, Qt::AlignCenter | Qt::TextDontClip, label.text);
    }
}

} // namespace

QVector<double> spreadOut(const QVector<double>& wanted, double height, double top, double bottom)
{
    QVector<double> middles = wanted.mid(0, std::min(roomFor(height, top, bottom), wanted.size()));
    double least = top + height / 2.0;
    for (double& middle : middles) {
        middle = std::max(middle, least);
        least = middle + height;
    }
    double most = bottom - height / 2.0;
    for (auto middle = middles.rbegin(); middle != middles.rend(); ++middle) {
        *middle = std::min(*middle, most);
        most = *middle - height;
    }
    return middles;
}

void CurveOverlay::paintGround(QPainter& painter, const PlotPlace& place) const
{
    if (message.isEmpty())
        marks.paintGround(painter, place);
}

void CurveOverlay::paint(QPainter& painter, const PlotPlace& place) const
{
    painter.setFont(place.style.font);
    if (!message.isEmpty())
        return paintInstead(painter, place.area, place.style, message);
    const QPen present(place.style.palette.color(QPalette::Text), 1);
    marks.paintLines(painter, place);
    if (cursor && place.isInside(place.toX(*cursor))) {
        painter.setPen(present);
        painter.drawLine(QPointF(place.toX(*cursor), place.area.top()),
                         QPointF(place.toX(*cursor), place.area.bottom()));
    }
    const QVector<QRectF> captions = marks.paintCaptions(painter, place);
    if (cursor) {
        painter.setPen(present);
        const QRectF own = paintLineCaption(painter, place, *cursor, plainNumber(*cursor, 7), captions);
        paintValues(painter, place, std::max(own.bottom(), place.area.top()));
    }
    if (mouse)
        paintReadOut(painter, place);
}

void CurveOverlay::paintValues(QPainter& painter, const PlotPlace& place, double top) const
{
    const double x = place.toX(*cursor);
    if (!place.isInside(x))
        return;
    const QFontMetricsF metrics(place.style.font);
    const QColor ground = place.style.base();
    QVector<ValueLabel> labels;
    double wide = 0.0;
    for (const Curve& curve : curves) {
        const auto reading = readingAt(curve, *cursor, place.xLog, place.yLog);
        if (!reading || (onlyMeasured && !reading->exact))
            continue;
        // Between two measured points the number is the line's, not a measurement.
        const QString text = (reading->exact ? QString() : QStringLiteral("≈")) + plainNumber(reading->y);
        labels.append({QPointF(x, place.toY(reading->y)), text, legibleOn(curve.colour, ground, 4.5),
                       curve.dashed || !curve.variant.isEmpty()});
        wide = std::max(wide, metrics.horizontalAdvance(text) + 4);
    }
    // A value above or below the part in view has no label: it would point at nothing.
    labels.removeIf([&](const ValueLabel& label) {
        return label.at.y() < place.area.top() - 1 || label.at.y() > place.area.bottom() + 1;
    });
    for (const ValueLabel& label : labels) {
        painter.setPen(label.colour);
        painter.setBrush(label.colour);
        painter.drawEllipse(label.at, 3, 3);
    }
    // Where they do not fit on one side, dashed curves' stand on the other; what does not fit there gives way, dashed
    // ones first: they only stand beside the present ones.
    std::stable_partition(labels.begin(), labels.end(), [](const ValueLabel& label) { return !label.dashed; });
    const qsizetype fit = roomFor(metrics.height(), top, place.area.bottom());
    const bool right = x + 8 + wide < place.area.right();
    const bool both = right ? x - 8 - wide > place.area.left() : x + 8 + wide < place.area.right();
    const auto solid =
        std::count_if(labels.begin(), labels.end(), [](const ValueLabel& label) { return !label.dashed; });
    const bool apart = both && labels.size() > fit;
    paintBeside(painter, place, labels.mid(0, apart ? std::min<qsizetype>(solid, fit) : fit), top, right);
    if (apart)
        paintBeside(painter, place, labels.mid(solid, fit), top, !right);
}

void CurveOverlay::paintReadOut(QPainter& painter, const PlotPlace& place) const
{
    // The nearest measured x of any curve; then what each curve has there.
    const double wanted = place.fromX(mouse->x());
    std::optional<double> x;
    for (const Curve& curve : curves)
        if (const auto point = nearestPoint(curve, wanted, place.xLog))
            if (!x || std::abs(place.toX(point->x) - mouse->x()) < std::abs(place.toX(*x) - mouse->x()))
                x = point->x;
    if (!x || !place.isInside(place.toX(*x)))
        return;
    const QColor ground = place.style.palette.color(QPalette::ToolTipBase);
    QVector<ReadOutLine> lines{
        {xLabel.isEmpty() ? plainNumber(*x, 7) : QStringLiteral("%1: %2").arg(xLabel, plainNumber(*x, 7)), {}, 0.0}};
    painter.setPen(QPen(seeThrough(place.style.palette.color(QPalette::Text), 0.51), 1, Qt::DotLine));
    painter.drawLine(QPointF(place.toX(*x), place.area.top()), QPointF(place.toX(*x), place.area.bottom()));
    for (const Curve& curve : curves) {
        const auto point = nearestPoint(curve, *x, place.xLog);
        if (!point || point->x != *x)
            continue;
        lines.append({QStringLiteral("%1  %2").arg(fullName(curve), plainNumber(point->y)),
                      legibleOn(curve.colour, ground), std::abs(place.toY(point->y) - mouse->y())});
        painter.setPen(QPen(legibleOn(curve.colour, place.style.base()), 1.5));
        painter.setBrush(Qt::NoBrush);
        if (const QPointF at(place.toX(*x), place.toY(point->y)); place.area.contains(at))
            painter.drawEllipse(at, 5, 5);
    }
    const QFontMetricsF metrics(place.style.font);
    // Where not all fit, those nearest to the mouse stay.
    const auto room = std::max<qsizetype>(2, qsizetype((place.area.height() - 8) / metrics.height()));
    while (lines.size() > room)
        lines.erase(std::max_element(lines.begin() + 1, lines.end(),
                                     [](const ReadOutLine& a, const ReadOutLine& b) { return a.away < b.away; }));
    double wide = 0.0;
    for (const ReadOutLine& line : lines)
        wide = std::max(wide, metrics.horizontalAdvance(line.text) + (line.colour.isValid() ? 14 : 0));
    QRectF box(0, 0, wide + 12, lines.size() * metrics.height() + 8);
    box.moveTopLeft(*mouse + QPointF(14, 14));
    if (box.right() > place.area.right())
        box.moveRight(mouse->x() - 10);
    box.moveLeft(std::max(box.left(), place.area.left()));
    box.moveBottom(std::min(box.bottom(), place.area.bottom()));
    box.moveTop(std::max(box.top(), place.area.top()));
    painter.setPen(mixed(ground, place.style.palette.color(QPalette::ToolTipText), 0.4));
    painter.setBrush(seeThrough(ground, 0.92));
    painter.drawRoundedRect(box, 3, 3);
    QRectF row(box.left() + 6, box.top() + 4, wide, metrics.height());
    for (const ReadOutLine& line : lines) {
        if (line.colour.isValid()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(line.colour);
            painter.drawEllipse(QPointF(row.left() + 4, row.center().y()), 4, 4);
        }
        painter.setPen(place.style.palette.color(QPalette::ToolTipText));
        painter.drawText(row.adjusted(line.colour.isValid() ? 14 : 0, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, line.text);
        row.translate(0, metrics.height());
    }
}

} // namespace ui
