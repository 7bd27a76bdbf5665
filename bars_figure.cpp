// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/bars_figure.h"

#include "ui/figure/series_colours.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int kMargin = 12;
constexpr int kGap = 8;

int widestOf(const QStringList& texts, const QFontMetrics& metrics)
{
    int widest = 0;
    for (const QString& text : texts)
        widest = std::max(widest, metrics.horizontalAdvance(text));
    return widest;
}

} // namespace

BarsFigure::BarsFigure(BarsContent content, QSize size, FigureStyle style)
    : m_content(std::move(content))
    , m_size(size)
    , m_style(std::move(style))
{}

QString BarsFigure::words() const
{
    QStringList lines;
    for (const BarGroup& group : m_content.groups)
        for (qsizetype bar = 0; bar < m_content.names.size(); ++bar)
            lines.append(QStringLiteral("%1: %2 %3").arg(group.title, m_content.names[bar], group.texts.value(bar)));
    return lines.join(QLatin1Char('\n'));
}

void BarsFigure::paint(QPainter& painter, double) const
{
    const auto& [groups, names, colours] = m_content;
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.base());
    painter.setFont(m_style.font);
    if (groups.isEmpty() || names.isEmpty()) {
        painter.setPen(mixed(m_style.base(), m_style.ink(), 0.6));
        painter.drawText(QRect(QPoint(0, 0), m_size), Qt::AlignCenter | Qt::TextWordWrap,
                         QCoreApplication::translate("ui::CurvePlot", "no data yet"));
        return;
    }
    const QFontMetrics metrics(m_style.font);
    const int nameWide = std::min(widestOf(names, metrics), m_size.width() / 3);
    int textWide = 0;
    for (const BarGroup& group : groups)
        textWide = std::max(textWide, widestOf(group.texts, metrics));
    const auto lines = static_cast<int>(groups.size() * (names.size() + 2) - 1);
    const int line = std::clamp((m_size.height() - 2 * kMargin) / lines, metrics.height(), 2 * metrics.height());
    const int left = kMargin + nameWide + kGap;
    const int most = std::max(m_size.width() - left - textWide - kMargin - kGap, 10);
    QFont bold = m_style.font;
    bold.setBold(true);
    int top = kMargin;
    for (const BarGroup& group : groups) {
        painter.setPen(m_style.ink());
        painter.setFont(bold);
        const int room = m_size.width() - 2 * kMargin;
        painter.drawText(QRect(kMargin, top, room, line), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(bold).elidedText(group.title, Qt::ElideRight, room));
        painter.setFont(m_style.font);
        top += line;
        double largest = 0.0;
        for (const double value : group.values)
            largest = std::isnan(value) ? largest : std::max(largest, value);
        for (qsizetype bar = 0; bar < names.size(); ++bar, top += line) {
            painter.drawText(QRect(kMargin, top, nameWide, line), Qt::AlignRight | Qt::AlignVCenter,
                             metrics.elidedText(names[bar], Qt::ElideMiddle, nameWide));
            const double value = group.values.value(bar, NAN);
            if (std::isnan(value) || !(largest > 0.0))
                continue;
            const int wide = std::max(1, static_cast<int>(most * value / largest));
            const int inset = std::max(2, line / 6);
            painter.fillRect(left, top + inset, wide, line - 2 * inset, legibleOn(colours.value(bar), m_style.base()));
            painter.drawText(QRect(left + wide + kGap, top, textWide + 4, line), Qt::AlignLeft | Qt::AlignVCenter,
                             group.texts.value(bar));
        }
        top += line;
    }
}

} // namespace ui
