// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view_models/head_rows.h"

#include <QAbstractTableModel>

namespace ui {

// Heads of all columns as rows: model, layer, head, then the measures. SortRole has the numbers.
class HeadsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr int kSortRole = Qt::UserRole;
    enum Column { Model, Layer, Head, FirstMeasure };

    using QAbstractTableModel::QAbstractTableModel;

    // Keeps its rows, and what is selected and sorted, where only numbers change.
    void setRows(const QVector<HeadRow>& rows);
    const HeadRow& row(int at) const { return m_rows[at]; }
    const QVector<HeadRow>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVector<HeadRow> m_rows;
};

} // namespace ui
