// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/number_table.h"

#include "ui/controls/plain_text_key.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>

namespace ui {

NumberTable::NumberTable(QWidget* parent)
    : QTableWidget(parent)
{
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::ContiguousSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    fitRows();
}

// Of the text's height, all the same. Headers that fit themselves measure all cells anew with every number that
// changes.
void NumberTable::fitRows()
{
    const int margin = style()->pixelMetric(QStyle::PM_FocusFrameVMargin, nullptr, this) + 1;
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 2 * margin);
}

void NumberTable::setContent(const QStringList& header, const QStringList& rowNames, const QVector<QStringList>& rows)
{
    const bool asBefore = header == m_content.header && rowNames == m_content.rowNames && rows.size() == rowCount();
    if (!asBefore)
        startAfresh(header, rowNames, static_cast<int>(rows.size()));
    m_content = {header, rowNames, rows, QVector<QVector<double>>(rows.size(), QVector<double>(header.size(), -1.0))};
    const QVector<int> before = m_widest;
    for (int row = 0; row < rowCount(); ++row)
        for (int column = 0; column < static_cast<int>(header.size()); ++column)
            show(row, column, rows[row].value(column));
    for (int column = 0; column < static_cast<int>(header.size()); ++column)
        if (!asBefore || m_widest[column] > before[column])
            resizeColumnToContents(column);
}

void NumberTable::startAfresh(const QStringList& header, const QStringList& rowNames, int rows)
{
    m_content = {};
    clear();
    setColumnCount(static_cast<int>(header.size()));
    setRowCount(rows);
    setHorizontalHeaderLabels(header);
    verticalHeader()->setVisible(!rowNames.isEmpty());
    if (!rowNames.isEmpty())
        setVerticalHeaderLabels(rowNames);
    m_widest.fill(0, header.size());
}

void NumberTable::show(int row, int column, const QString& text)
{
    QTableWidgetItem* cell = item(row, column);
    if (cell == nullptr) {
        cell = new QTableWidgetItem;
        const bool words = column == 0 && m_content.rowNames.isEmpty();
        cell->setTextAlignment(Qt::AlignVCenter | (words ? Qt::AlignLeft : Qt::AlignRight));
        setItem(row, column, cell);
    }
    if (cell->text() != text)
        cell->setText(text);
    if (cell->background().style() != Qt::NoBrush)
        cell->setBackground(QBrush());
    if (!cell->toolTip().isEmpty())
        cell->setToolTip({}); // of what stood there before
    m_widest[column] = std::max(m_widest[column], fontMetrics().horizontalAdvance(text));
}

void NumberTable::tint(int row, int column, double share)
{
    if (QTableWidgetItem* cell = item(row, column)) {
        cell->setBackground(tableTint(palette().color(QPalette::Base), share));
        m_content.shares[row][column] = share;
    }
}

void NumberTable::limitHeight()
{
    const int bar = horizontalScrollBar()->sizeHint().height();
    setMaximumHeight(verticalHeader()->length() + horizontalHeader()->sizeHint().height() + bar + 2 * frameWidth());
}

QString NumberTable::copied() const
{
    const auto ranges = selectedRanges();
    const bool some = !ranges.isEmpty() && ranges.first().rowCount() * ranges.first().columnCount() > 1;
    const QTableWidgetSelectionRange range =
        some ? ranges.first() : QTableWidgetSelectionRange(0, 0, rowCount() - 1, columnCount() - 1);
    const bool names = verticalHeader()->isVisibleTo(this);
    QStringList lines;
    for (int row = range.topRow() - 1; row <= range.bottomRow(); ++row) { // the first one is the header
        const bool header = row < range.topRow();
        QStringList cells;
        if (names)
            cells.append(header ? QString() : verticalHeaderItem(row)->text());
        for (int column = range.leftColumn(); column <= range.rightColumn(); ++column) {
            const QTableWidgetItem* cell = header ? horizontalHeaderItem(column) : item(row, column);
            cells.append(cell != nullptr ? cell->text() : QString());
        }
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void NumberTable::changeEvent(QEvent* event)
{
    QTableWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitRows();
        resizeColumnsToContents();
    }
    if (event->type() != QEvent::PaletteChange)
        return;
    for (int row = 0; row < static_cast<int>(m_content.shares.size()); ++row)
        for (int column = 0; column < static_cast<int>(m_content.shares[row].size()); ++column)
            if (m_content.shares[row][column] >= 0.0)
                tint(row, column, m_content.shares[row][column]);
}

void NumberTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        QApplication::clipboard()->setText(copied());
    else if (isPlainText(*event))
        event->ignore(); // a key of the window, not a search for a row that begins so
    else
        QTableWidget::keyPressEvent(event);
}

} // namespace ui
