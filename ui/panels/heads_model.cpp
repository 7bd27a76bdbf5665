// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/heads_model.h"

#include "core/eval/head_behaviour.h"
#include "ui/controls/colour_chip.h"
#include "ui/view_models/head_labels.h"

#include <QGuiApplication>
#include <QPalette>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ui {

void HeadsModel::setRows(const QVector<HeadRow>& rows)
{
    const auto same = [](const HeadRow& a, const HeadRow& b) {
        return a.column == b.column && a.measures.layer == b.measures.layer && a.measures.head == b.measures.head;
    };
    if (std::ranges::equal(rows, m_rows, same)) {
        m_rows = rows;
        if (!m_rows.isEmpty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int HeadsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int HeadsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : FirstMeasure + static_cast<int>(headMeasureList().size());
}

QVariant HeadsModel::data(const QModelIndex& index, int role) const
{
    const HeadRow& row = m_rows[index.row()];
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter | (index.column() == Model ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::DecorationRole && index.column() == Model)
        return colourChip(row.colour, QGuiApplication::palette().color(QPalette::Base));
    if (role == Qt::ForegroundRole && row.off)
        return QGuiApplication::palette().brush(QPalette::Disabled, QPalette::Text);
    if (role == Qt::ToolTipRole) {
        const auto behaviour = core::behaviourOf(row.measures);
        return behaviour ? behaviourText(*behaviour) : QString();
    }
    if (role != Qt::DisplayRole && role != kSortRole)
        return {};
    switch (index.column()) {
    case Model:
        return row.label;
    case Layer:
        return row.measures.layer;
    case Head:
        if (row.off && role == Qt::DisplayRole)
            return tr("%1 (off)").arg(row.measures.head);
        return row.measures.head;
    default:
        break;
    }
    const HeadMeasure& measure = headMeasureList()[static_cast<std::size_t>(index.column() - FirstMeasure)];
    if (role == Qt::DisplayRole)
        return measureText(measure, row);
    const double value = measure.of(row);
    return std::isnan(value) ? -std::numeric_limits<double>::infinity() : value; // NaN has no order
}

QVariant HeadsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::InitialSortOrderRole) // the largest number is looked for
        return section < FirstMeasure ? Qt::AscendingOrder : Qt::DescendingOrder;
    if (orientation == Qt::Vertical) { // stays in view when the numbers are scrolled
        const HeadRow& row = m_rows[section];
        if (role == Qt::DecorationRole)
            return colourChip(row.colour, QGuiApplication::palette().color(QPalette::Base));
        return role == Qt::DisplayRole ? QVariant(tr("L%1 h%2", "head").arg(row.measures.layer).arg(row.measures.head))
                                       : QVariant();
    }
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const bool about = role == Qt::ToolTipRole;
    switch (section) {
    case Model:
        return about ? QString() : tr("model");
    case Layer:
        return about ? QString() : tr("layer");
    case Head:
        return about ? QString() : tr("head");
    default:
        break;
    }
    const HeadMeasure& measure = headMeasureList()[static_cast<std::size_t>(section - FirstMeasure)];
    return about ? measure.about() : measure.title();
}

} // namespace ui
