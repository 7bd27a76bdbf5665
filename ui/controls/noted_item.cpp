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
    const int room = option.rect.width() - 2 * kAtEdge;
    const int wanted = entry.fontMetrics.horizontalAdvance(entry.text) + kBetween;
    const int left = std::max(room - wanted, room / 2);
    // Only where it must be: a text cut to its own width, which is rounded, may lose letters.
    QString note = index.data(kNote).toString();
    if (entry.fontMetrics.horizontalAdvance(note) > left)
        note = entry.fontMetrics.elidedText(note, Qt::ElideMiddle, left);
    if (const int taken = entry.fontMetrics.horizontalAdvance(note); taken > 0 && wanted > room - taken)
        entry.text = entry.fontMetrics.elidedText(entry.text, Qt::ElideRight, room - taken - kBetween);
    const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &entry, painter, option.widget);
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setFont(entry.font);
    painter->setPen(option.palette.color(chosen ? QPalette::HighlightedText : QPalette::PlaceholderText));
    painter->drawText(option.rect.adjusted(0, 0, -kAtEdge, 0), Qt::AlignRight | Qt::AlignVCenter, note);
    painter->restore();
}

QSize NotedItemDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() + 8);
    return size;
}

} // namespace ui
