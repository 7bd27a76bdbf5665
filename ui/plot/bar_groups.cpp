// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/bar_groups.h"

#include "ui/figure/series_colours.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {

void BarGroups::setContent(const QVector<Group>& groups, const QStringList& names, const QVector<QColor>& colours)
{
    m_groups = groups;
    m_names = names;
    m_colours = colours;
    QStringList lines;
    for (const Group& group : groups)
        for (qsizetype bar = 0; bar < names.size(); ++bar)
            lines.append(QStringLiteral("%1: %2 %3").arg(group.title, names[bar], group.texts.value(bar)));
    setAccessibleDescription(lines.join(QLatin1Char('\n')));
    update();
}

void BarGroups::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QColor ground = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    painter.fillRect(rect(), ground);
    if (m_groups.isEmpty() || m_names.isEmpty()) {
        painter.setPen(mixed(ground, text, 0.6));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("no data yet"));
        return;
    }
    const QFontMetrics metrics(font());
    const int margin = 12;
    int nameWide = 0;
    int textWide = 0;
    for (const QString& name : m_names)
        nameWide = std::max(nameWide, metrics.horizontalAdvance(name));
    for (const Group& group : m_groups)
        for (const QString& number : group.texts)
            textWide = std::max(textWide, metrics.horizontalAdvance(number));
    nameWide = std::min(nameWide, width() / 3);
    const auto lines = static_cast<int>(m_groups.size() * (m_names.size() + 2));
    const int line = std::clamp((height() - 2 * margin) / lines, metrics.height(), 3 * metrics.height());
    const int left = margin + nameWide + 8;
    const int most = std::max(width() - left - textWide - margin - 8, 10);
    int top = margin;
    for (const Group& group : m_groups) {
        painter.setPen(text);
        painter.drawText(QRect(margin, top, width() - 2 * margin, line), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(group.title, Qt::ElideRight, width() - 2 * margin));
        top += line;
        double largest = 0.0;
        for (const double value : group.values)
            largest = std::isnan(value) ? largest : std::max(largest, value);
        for (qsizetype bar = 0; bar < m_names.size(); ++bar) {
            painter.setPen(text);
            painter.drawText(QRect(margin, top, nameWide, line), Qt::AlignRight | Qt::AlignVCenter,
                             metrics.elidedText(m_names[bar], Qt::ElideMiddle, nameWide));
            if (const double value = group.values.value(bar, NAN); !std::isnan(value) && largest > 0.0) {
                const int wide = std::max(1, static_cast<int>(most * value / largest));
                const int inset = std::max(2, line / 6);
                painter.fillRect(left, top + inset, wide, line - 2 * inset, legibleOn(m_colours.value(bar), ground));
                painter.drawText(QRect(left + wide + 8, top, textWide + 4, line), Qt::AlignLeft | Qt::AlignVCenter,
                                 group.texts.value(bar));
            }
            top += line;
        }
        top += line;
    }
}

} // namespace ui
