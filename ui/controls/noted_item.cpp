// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/noted_item.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace ui {
namespace {

constexpr int kAtEdge = 8;
constexpr int kBetween = 16;

} // namespace

// The note gets what the text leaves, and half of the line at least.
void NotedItemDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem entry = option;
    initStyleOption(&entry, index);
    const QString note = index.data(kNote).toString();
    const int room = option.rect.width() - 2 * kAtEdge;
    const int wanted = entry.fontMetrics.horizontalAdvance(entry.text) + kBetween;
    const int noteWidth = std::min(entry.fontMetrics.horizontalAdvance(note), std::max(room - wanted, room / 2));
    if (noteWidth > 0)
        entry.text = entry.fontMetrics.elidedText(entry.text, Qt::ElideRight, room - noteWidth - kBetween);
    const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &entry, painter, option.widget);
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setFont(entry.font);
    painter->setPen(option.palette.color(chosen ? QPalette::HighlightedText : QPalette::PlaceholderText));
    painter->drawText(option.rect.adjusted(0, 0, -kAtEdge, 0), Qt::AlignRight | Qt::AlignVCenter,
                      entry.fontMetrics.elidedText(note, Qt::ElideMiddle, noteWidth));
    painter->restore();
}

QSize NotedItemDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() + 8);
    return size;
}

} // namespace ui
