// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/bars_figure.h"

#include "ui/figure/series_colours.h"
#include "ui/figure/text_painting.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <memory>

namespace ui {
namespace {

constexpr int kBarsMargin = 12;
constexpr int kBarsGap = 8;

// Each group's title, its bars and the space after it; none after the last.
int linesOf(const BarsContent& content)
{
    return static_cast<int>(content.groups.size() * (content.names.size() + 2) - 1);
}

} // namespace

QSize BarsFigure::leastSize(const BarsContent& content, const QFont& font)
{
    double texts = 0.0;
    for (const BarGroup& group : content.groups)
        texts = std::max(texts, widestOf(group.texts, font));
    const int line = QFontMetrics(font).height();
    return {2 * kBarsMargin + 3 * kBarsGap + static_cast<int>(texts + widestOf(content.names, font)) + 4 * line,
            2 * kBarsMargin + linesOf(content) * line};
}

int BarsFigure::heightFor(const BarsContent& content, const QFont& font)
{
    return 2 * kBarsMargin + std::max(linesOf(content), 3) * QFontMetrics(font).height() * 3 / 2;
}

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

QVector<FigureNumbers> BarsFigure::numbers() const
{
    QVector<FigureNumbers> all;
    for (const BarGroup& group : m_content.groups) {
        FigureNumbers table{group.title, {}, m_content.names, {group.title}, {}};
        table.values.resize(m_content.names.size(), 1);
        for (qsizetype i = 0; i < m_content.names.size(); ++i)
            table.values(i, 0) = static_cast<float>(group.values.value(i, NAN));
        all.append(table);
    }
    return all;
}

void BarsFigure::paint(QPainter& painter, double) const
{
    const auto& [groups, names, colours] = m_content;
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.base());
    painter.setFont(m_style.font);
    if (groups.isEmpty() || names.isEmpty()) {
        paintInstead(painter, QRect(QPoint(0, 0), m_size), m_style);
        return;
    }
    const QFontMetrics metrics(m_style.font);
    const int nameWide = std::min(static_cast<int>(widestOf(names, m_style.font)) + 1, m_size.width() / 3);
    int textWide = 0;
    for (const BarGroup& group : groups)
        textWide = std::max(textWide, static_cast<int>(widestOf(group.texts, m_style.font)) + 1);
    const int line =
        std::clamp((m_size.height() - 2 * kBarsMargin) / linesOf(m_content), metrics.height(), 2 * metrics.height());
    const int left = kBarsMargin + nameWide + kBarsGap;
    const int most = std::max(m_size.width() - left - textWide - kBarsMargin - kBarsGap, 10);
    QFont bold = m_style.font;
    bold.setBold(true);
    int top = kBarsMargin;
    for (const BarGroup& group : groups) {
        painter.setPen(m_style.ink());
        painter.setFont(bold);
        const int room = m_size.width() - 2 * kBarsMargin;
        painter.drawText(QRect(kBarsMargin, top, room, line), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(bold).elidedText(group.title, Qt::ElideRight, room));
        painter.setFont(m_style.font);
        top += line;
        double largest = 0.0;
        for (const double value : group.values)
            largest = std::isnan(value) ? largest : std::max(largest, value);
        for (qsizetype bar = 0; bar < names.size(); ++bar, top += line) {
            painter.drawText(QRect(kBarsMargin, top, nameWide, line), Qt::AlignRight | Qt::AlignVCenter,
                             metrics.elidedText(names[bar], Qt::ElideMiddle, nameWide));
            const double value = group.values.value(bar, NAN);
            if (std::isnan(value) || !(largest > 0.0))
                continue;
            const int wide = std::max(1, static_cast<int>(most * value / largest));
            const int inset = std::max(2, line / 6);
            painter.fillRect(left, top + inset, wide, line - 2 * inset, legibleOn(colours.value(bar), m_style.base()));
            painter.drawText(QRect(left + wide + kBarsGap, top, textWide + 4, line), Qt::AlignLeft | Qt::AlignVCenter,
                             group.texts.value(bar));
        }
        top += line;
    }
}

std::unique_ptr<Figure> exampleBars(const FigureStyle& style, QSize room)
{
    BarsContent content;
    content.names = {QStringLiteral("A"), QStringLiteral("B")};
    content.colours = {QColor(0x00, 0x72, 0xb2), QColor(0xd5, 0x5e, 0x00)};
    content.groups = {{QStringLiteral("1"), {28.7, 31.8}, {QStringLiteral("28.7"), QStringLiteral("31.8")}},
                      {QStringLiteral("2"), {42215, 37300}, {QStringLiteral("42215"), QStringLiteral("37300")}}};
    const QSize size = room.expandedTo(BarsFigure::leastSize(content, style.font));
    return std::make_unique<BarsFigure>(std::move(content), size, style);
}

} // namespace ui
