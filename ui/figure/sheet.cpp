// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/sheet.h"

#include "ui/figure/text_painting.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {

std::unique_ptr<Figure> exampleCurves(const FigureStyle& style, QSize room);
std::unique_ptr<Figure> exampleBars(const FigureStyle& style, QSize room);

namespace {

constexpr int kSheetMargin = 10;

QFont titleFont(const FigureStyle& style)
{
    QFont font = scaledFont(style.font, 1.2);
    font.setBold(true);
    return font;
}

QFont captionFont(const FigureStyle& style) { return scaledFont(style.font, 0.92); }

int sheetTextHeight(const QString& text, const QFont& font, int width)
{
    if (text.isEmpty())
        return 0;
    return static_cast<int>(std::ceil(paintWrapped(nullptr, {}, width, text, font))) + kSheetMargin;
}

// "a" … "z", "aa", …
QString panelLetter(std::size_t panel)
{
    const QString last(QChar(static_cast<char16_t>(u'a' + panel % 26)));
    return panel < 26 ? last : panelLetter(panel / 26 - 1) + last;
}

} // namespace

Sheet::Sheet(SheetContent content, FigureStyle style)
    : m_content(std::move(content))
    , m_style(std::move(style))
    , m_titleFont(titleFont(m_style))
    , m_captionFont(captionFont(m_style))
{
    if (!m_style.title)
        m_content.title.clear();
    const std::vector<QPoint> places = corners();
    int height = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const QSize part = m_content.parts[i]->size();
        m_size.setWidth(std::max(m_size.width(), places[i].x() + part.width()));
        height = std::max(height, places[i].y() + part.height());
    }
    m_titleHeight = sheetTextHeight(m_content.title, m_titleFont, m_size.width() - 2 * kSheetMargin);
    m_captionHeight = sheetTextHeight(m_content.caption, m_captionFont, m_size.width() - 2 * kSheetMargin);
    m_size.setHeight(height + m_titleHeight + m_captionHeight);
}

int Sheet::heightForParts(const SheetContent& content, QSize sheet, const FigureStyle& style)
{
    const int width = sheet.width() - 2 * kSheetMargin;
    return sheet.height() - (style.title ? sheetTextHeight(content.title, titleFont(style), width) : 0) -
           sheetTextHeight(content.caption, captionFont(style), width);
}

int Sheet::letterHeight() const
{
    return m_content.letters ? QFontMetrics(m_titleFont).height() + kSheetMargin / 2 : 0;
}

std::vector<QPoint> Sheet::corners() const
{
    std::vector<QPoint> places;
    QPoint at(0, letterHeight());
    int rowHeight = 0;
    for (const auto& part : m_content.parts) {
        if (!places.empty() && places.size() % static_cast<std::size_t>(std::max(m_content.across, 1)) == 0) {
            at = {0, at.y() + rowHeight + letterHeight()};
            rowHeight = 0;
        }
        places.push_back(at);
        at.rx() += part->size().width();
        rowHeight = std::max(rowHeight, part->size().height());
    }
    return places;
}

void Sheet::paint(QPainter& painter, double ratio) const
{
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.ground());
    const std::vector<QPoint> places = corners();
    for (std::size_t i = 0; i < places.size(); ++i) {
        painter.save();
        painter.translate(places[i] + QPoint(0, m_titleHeight));
        m_content.parts[i]->paint(painter, ratio);
        painter.restore();
    }
    painter.setPen(m_style.ink());
    if (m_content.letters) {
        painter.setFont(m_titleFont);
        for (std::size_t i = 0; i < places.size(); ++i)
            painter.drawText(QRect(places[i] + QPoint(kSheetMargin, m_titleHeight - letterHeight()),
                                   QSize(m_size.width(), letterHeight())),
                             Qt::AlignLeft | Qt::AlignBottom | Qt::TextSingleLine, panelLetter(i));
    }
    const double width = m_size.width() - 2.0 * kSheetMargin;
    paintWrapped(&painter, QPointF(kSheetMargin, kSheetMargin), width, m_content.title, m_titleFont);
    paintWrapped(&painter, QPointF(kSheetMargin, m_size.height() - m_captionHeight), width, m_content.caption,
                 m_captionFont);
}

QString Sheet::words() const
{
    QStringList words{m_content.title, m_content.caption};
    for (const auto& part : m_content.parts)
        words.insert(1, part->words());
    words.removeAll(QString());
    return words.join(QStringLiteral(". "));
}

QVector<FigureNumbers> Sheet::numbers() const
{
    QVector<FigureNumbers> all;
    for (const auto& part : m_content.parts)
        all += part->numbers();
    return all;
}

std::unique_ptr<Figure> exampleSheet(const FigureStyle& style, QSize room)
{
    SheetContent content{QCoreApplication::translate("ui::figure", "A sheet"),
                         {},
                         QCoreApplication::translate("ui::figure", "A caption says what the figures were made of.")};
    for (const auto& example : {&exampleCurves, &exampleBars})
        content.parts.push_back(example(style, QSize(room.width(), room.height() / 3)));
    return std::make_unique<Sheet>(std::move(content), style);
}

} // namespace ui
