// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/text_line.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace ui {

TextLine::TextLine(Qt::Alignment alignment, QWidget* parent)
    : QWidget(parent)
    , m_alignment(alignment)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void TextLine::setText(const QString& bold, const QString& rest)
{
    if (bold == m_bold && rest == m_rest)
        return;
    m_bold = bold;
    m_rest = rest;
    setAccessibleName(text());
    update();
}

QFont TextLine::boldFont() const
{
    QFont bold = font();
    bold.setBold(true);
    return bold;
}

int TextLine::widthOf(const QString& bold, const QString& rest) const
{
    return QFontMetrics(boldFont()).horizontalAdvance(bold) + fontMetrics().horizontalAdvance(rest);
}

QSize TextLine::sizeHint() const { return {240, fontMetrics().height() + 2}; }

void TextLine::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    const QFont bold = boldFont();
    // Rather than numbers, which say nothing when they are cut.
    const int left = width() - fontMetrics().horizontalAdvance(m_rest);
    const int forFirst = left >= QFontMetrics(bold).horizontalAdvance(m_bold.left(1) + QChar(0x2026))
                             ? left
                             : std::max(width() / 3, left);
    const QString first = QFontMetrics(bold).elidedText(m_bold, Qt::ElideRight, forFirst);
    const int used = QFontMetrics(bold).horizontalAdvance(first);
    const QString second = fontMetrics().elidedText(m_rest, Qt::ElideRight, std::max(0, width() - used));
    const int free = width() - used - fontMetrics().horizontalAdvance(second);
    const int from = m_alignment.testFlag(Qt::AlignRight) ? std::max(0, free) : 0;
    painter.setFont(bold);
    painter.drawText(QRect(from, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, first);
    painter.setFont(font());
    painter.drawText(QRect(from + used, 0, width() - from - used, height()),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, second);
}

} // namespace ui
