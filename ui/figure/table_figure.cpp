// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/table_figure.h"

#include "ui/figure/series_colours.h"
#include "ui/figure/text_painting.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <limits>
#include <memory>

namespace ui {
namespace {

constexpr int kTableMargin = 10;
constexpr int kTablePad = 6;

} // namespace

QColor tableTint(const QColor& ground, double share)
{
    return mixed(ground, encodingColour(QStringLiteral("alibi")), 0.45 * share);
}

TableFigure::TableFigure(TableContent content, FigureStyle style)
    : m_content(std::move(content))
    , m_style(std::move(style))
{
    const QFontMetrics metrics(m_style.font);
    m_line = metrics.height() + kTablePad;
    const auto widest = [&](const QStringList& texts) {
        return texts.isEmpty() ? 0 : static_cast<int>(widestOf(texts, m_style.font)) + 1 + 2 * kTablePad;
    };
    m_nameWidth = widest(m_content.rowNames);
    m_columnWidth = widest(m_content.header);
    for (const QStringList& row : m_content.cells)
        m_columnWidth = std::max(m_columnWidth, widest(row));
    m_size = {2 * kTableMargin + m_nameWidth + static_cast<int>(m_content.header.size()) * m_columnWidth,
              2 * kTableMargin + static_cast<int>(m_content.cells.size() + 1) * m_line};
}

void TableFigure::paint(QPainter& painter, double) const
{
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.base());
    painter.setFont(m_style.font);
    const auto cell = [&](qsizetype row, qsizetype column) {
        return QRect(kTableMargin + m_nameWidth + static_cast<int>(column) * m_columnWidth,
                     kTableMargin + static_cast<int>(row + 1) * m_line, m_columnWidth, m_line);
    };
    painter.setPen(m_style.ink());
    for (qsizetype column = 0; column < m_content.header.size(); ++column)
        painter.drawText(cell(-1, column), Qt::AlignCenter, m_content.header[column]);
    for (qsizetype row = 0; row < m_content.cells.size(); ++row) {
        painter.setPen(m_style.ink());
        painter.drawText(QRect(kTableMargin, cell(row, 0).top(), m_nameWidth - kTablePad, m_line),
                         Qt::AlignLeft | Qt::AlignVCenter, m_content.rowNames.value(row));
        for (qsizetype column = 0; column < m_content.cells[row].size(); ++column) {
            const double share = m_content.shares.value(row).value(column, -1.0);
            if (share > 0.0)
                painter.fillRect(cell(row, column).adjusted(1, 1, -1, -1), tableTint(m_style.base(), share));
            painter.drawText(cell(row, column), Qt::AlignCenter, m_content.cells[row][column]);
        }
    }
}

QVector<FigureNumbers> TableFigure::numbers() const
{
    if (m_content.values.isEmpty())
        return {};
    FigureNumbers table;
    table.rows = m_content.rowNames;
    table.columns = m_content.header;
    table.values = core::Matrix<float>::Constant(m_content.values.size(), m_content.header.size(),
                                                 std::numeric_limits<float>::quiet_NaN());
    for (qsizetype row = 0; row < m_content.values.size(); ++row)
        for (qsizetype column = 0; column < m_content.values[row].size(); ++column)
            table.values(row, column) = static_cast<float>(m_content.values[row][column]);
    return {table};
}

std::unique_ptr<Figure> exampleTable(const FigureStyle& style, QSize)
{
    TableContent content;
    content.header = {QStringLiteral("h0"), QStringLiteral("h1"), QStringLiteral("h2")};
    content.rowNames = {QStringLiteral("L0"), QStringLiteral("L1")};
    content.cells = {{QStringLiteral("1.5"), QStringLiteral("6"), QStringLiteral("12")},
                     {QStringLiteral("3"), QStringLiteral("24"), QStringLiteral("0.5")}};
    content.shares = {{0.06, 0.25, 0.5}, {0.125, 1.0, 0.02}};
    return std::make_unique<TableFigure>(std::move(content), style);
}

} // namespace ui
