// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/table_figure.h"

#include "ui/figure/series_colours.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace ui {
namespace {

constexpr int kMargin = 10;
constexpr int kPad = 6;

} // namespace

TableFigure::TableFigure(TableContent content, FigureStyle style)
    : m_content(std::move(content))
    , m_style(std::move(style))
{
    const QFontMetrics metrics(m_style.font);
    m_line = metrics.height() + kPad;
    const auto widest = [&](const QStringList& texts) {
        int width = 0;
        for (const QString& text : texts)
            width = std::max(width, metrics.horizontalAdvance(text) + 2 * kPad);
        return width;
    };
    m_nameWidth = widest(m_content.rowNames);
    m_columnWidth = widest(m_content.header);
    for (const QStringList& row : m_content.cells)
        m_columnWidth = std::max(m_columnWidth, widest(row));
    m_size = {2 * kMargin + m_nameWidth + static_cast<int>(m_content.header.size()) * m_columnWidth,
              2 * kMargin + static_cast<int>(m_content.cells.size() + 1) * m_line};
}

void TableFigure::paint(QPainter& painter, double) const
{
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.base());
    painter.setFont(m_style.font);
    const auto cell = [&](qsizetype row, qsizetype column) {
        return QRect(kMargin + m_nameWidth + static_cast<int>(column) * m_columnWidth,
                     kMargin + static_cast<int>(row + 1) * m_line, m_columnWidth, m_line);
    };
    painter.setPen(m_style.ink());
    for (qsizetype column = 0; column < m_content.header.size(); ++column)
        painter.drawText(cell(-1, column), Qt::AlignCenter, m_content.header[column]);
    for (qsizetype row = 0; row < m_content.cells.size(); ++row) {
        painter.setPen(m_style.ink());
        painter.drawText(QRect(kMargin, cell(row, 0).top(), m_nameWidth - kPad, m_line),
                         Qt::AlignLeft | Qt::AlignVCenter, m_content.rowNames.value(row));
        for (qsizetype column = 0; column < m_content.cells[row].size(); ++column) {
            const double share = m_content.shares.value(row).value(column, -1.0);
            if (share > 0.0) {
                const QColor tint = mixed(m_style.base(), m_style.palette.color(QPalette::Highlight), 0.45 * share);
                painter.fillRect(cell(row, column).adjusted(1, 1, -1, -1), tint);
            }
            painter.drawText(cell(row, column), Qt::AlignCenter, m_content.cells[row][column]);
        }
    }
}

} // namespace ui
