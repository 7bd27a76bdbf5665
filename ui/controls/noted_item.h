// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace ui {

// An entry of a list with its text at the left and a note about it, quieter, at the right.
class NotedItemDelegate : public QStyledItemDelegate
{
public:
    static constexpr int kNote = Qt::UserRole; // of an item: the note

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace ui
