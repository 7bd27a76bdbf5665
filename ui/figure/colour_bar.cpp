// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/colour_bar.h"

#include "ui/figure/ticks.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int kBarTick = 4;

} // namespace

void paintUprightBar(QPainter& painter, const QRectF& bar, double end, const core::ValueRange& range,
                     const core::ColourMap& colours, const FigureStyle& style, bool logarithmic)
{
    constexpr int steps = 128;
    for (int i = 0; i < steps; ++i) {
        const core::Rgb colour = colours.at(1.0 - double(i) / (steps - 1));
        painter.fillRect(QRectF(bar.left(), bar.top() + bar.height() * i / steps, bar.width(), bar.height() / steps + 1)
                             .intersected(bar),
                         QColor(colour.red, colour.green, colour.blue));
    }
    painter.setPen(style.ink());
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);
    const int line = QFontMetrics(style.font).height();
    const int atMost = std::max(2, int(bar.height()) / (logarithmic ? 2 * line : 3 * line));
    const QVector<double> values =
        logarithmic ? decadeTicks(range.low, range.high, atMost) : linearTicks(range.low, range.high, atMost, false);
    const QStringList texts = tickTexts(values, logarithmic);
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double share = logarithmic ? std::log(values[i] / range.low) / std::log(range.high / range.low)
                                         : (values[i] - range.low) / (range.high - range.low);
        const double y = bar.bottom() - share * bar.height();
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + kBarTick, y));
        painter.drawText(QRectF(bar.right() + kBarTick + 2, y - line / 2.0, end - bar.right() - kBarTick - 2, line),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, texts[i]);
    }
}

} // namespace ui
