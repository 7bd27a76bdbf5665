// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/sheet.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace ui {

std::unique_ptr<Figure> exampleCurves(const FigureStyle& style);
std::unique_ptr<Figure> exampleBars(const FigureStyle& style);

namespace {

constexpr int kSheetMargin = 10;
constexpr int kSheetFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

int sheetTextHeight(const QString& text, const QFont& font, int width)
{
    if (text.isEmpty())
        return 0;
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10'000), kSheetFlags, text).height() + kSheetMargin;
}

} // namespace

Sheet::Sheet(SheetContent content, FigureStyle style)
    : m_content(std::move(content))
    , m_style(std::move(style))
    , m_titleFont(scaledFont(m_style.font, 1.2))
    , m_captionFont(scaledFont(m_style.font, 0.92))
{
    m_titleFont.setBold(true);
    int width = 0;
    int height = 0;
    for (const auto& part : m_content.parts) {
        width = std::max(width, part->size().width());
        height += part->size().height();
    }
    m_titleHeight = sheetTextHeight(m_content.title, m_titleFont, width - 2 * kSheetMargin);
    m_captionHeight = sheetTextHeight(m_content.caption, m_captionFont, width - 2 * kSheetMargin);
    m_size = {width, height + m_titleHeight + m_captionHeight};
}

QRect Sheet::titleBox() const
{
    return {kSheetMargin, kSheetMargin, m_size.width() - 2 * kSheetMargin, m_titleHeight - kSheetMargin};
}

QRect Sheet::captionBox() const
{
    return {kSheetMargin, m_size.height() - m_captionHeight, m_size.width() - 2 * kSheetMargin,
            m_captionHeight - kSheetMargin};
}

void Sheet::paint(QPainter& painter, double ratio) const
{
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.ground());
    int top = m_titleHeight;
    for (const auto& part : m_content.parts) {
        painter.save();
        painter.translate(0, top);
        part->paint(painter, ratio);
        painter.restore();
        top += part->size().height();
    }
    painter.setPen(m_style.ink());
    painter.setFont(m_titleFont);
    painter.drawText(titleBox(), kSheetFlags | Qt::TextDontClip, m_content.title);
    painter.setFont(m_captionFont);
    painter.drawText(captionBox(), kSheetFlags | Qt::TextDontClip, m_content.caption);
}

QString Sheet::words() const
{
    QStringList words{m_content.title, m_content.caption};
    for (const auto& part : m_content.parts)
        words.insert(1, part->words());
    words.removeAll(QString());
    return words.join(QStringLiteral(". "));
}

std::unique_ptr<Figure> exampleSheet(const FigureStyle& style)
{
    SheetContent content{QCoreApplication::translate("ui::figure", "A sheet"),
                         {},
                         QCoreApplication::translate("ui::figure", "A caption says what the figures were made of.")};
    for (const auto& example : {&exampleCurves, &exampleBars})
        content.parts.push_back(example(style));
    return std::make_unique<Sheet>(std::move(content), style);
}

} // namespace ui
