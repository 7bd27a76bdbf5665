// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/text_figure.h"

#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/text_painting.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>
#include <limits>
#include <utility>

namespace ui {
namespace {

constexpr int kTextMargin = 8;
constexpr int kScaleWidth = 90; // of the bar of colours
constexpr int kScaleGap = 4;    // from it to its numbers

} // namespace

TextFigure::TextFigure(ShadedText content, int width, FigureStyle style)
    : m_content(std::move(content))
    , m_style(std::move(style))
{
    m_size.setWidth(width);
    m_scaleWidth = std::min(kScaleWidth, width / 3);
    double top = kTextMargin;
    if (m_style.colourBar && !m_content.shades.isEmpty()) {
        const double line = QFontMetricsF(m_style.font).height();
        const double beside = 3 * kTextMargin + m_scaleWidth + 4 * kScaleGap +
                              widestOf({plainNumber(m_content.range.low)}, m_style.font) +
                              widestOf({plainNumber(m_content.range.high)}, m_style.font);
        m_whatBelow = beside + widestOf({m_content.what}, m_style.font) > width;
        m_scaleHeight = line;
        if (m_whatBelow)
            m_scaleHeight += paintWrapped(nullptr, {}, width - 2 * kTextMargin, m_content.what, m_style.font);
        top += m_scaleHeight + 6.0;
    }
    m_corner = {double(kTextMargin), std::ceil(top)};
    m_text.setPage(width - 2 * kTextMargin - captionWidth(), m_style.font);
    m_text.setTokens(m_content.tokens, m_content.ends);
    m_size = {width, static_cast<int>(std::ceil(m_corner.y() + m_text.height())) + kTextMargin};
}

// Nothing on pages so narrow that the text needs all of it.
int TextFigure::captionWidth() const
{
    constexpr int share = 3; // of the page, at most
    if (!m_style.trainingMark || m_content.mark <= 0 || m_content.mark >= m_content.tokens.size())
        return 0;
    const int wide = static_cast<int>(std::ceil(widestOf({m_content.markText}, m_style.font))) + 6;
    return wide * share <= m_size.width() ? wide : 0;
}

QRectF TextFigure::boxOf(int token) const
{
    const QRectF box = m_text.boxOf(token);
    return box.isNull() ? box : box.translated(m_corner);
}

void TextFigure::paintScale(QPainter& painter) const
{
    const QFontMetricsF metrics(m_style.font);
    const QString low = plainNumber(m_content.range.low);
    const QString high = plainNumber(m_content.range.high);
    const double lowWidth = widestOf({low}, m_style.font) + kScaleGap;
    const QRectF bar(kTextMargin + lowWidth, kTextMargin + 0.15 * metrics.height(), m_scaleWidth,
                     0.7 * metrics.height());
    const auto edge = [&](qsizetype i) {
        return bar.left() + bar.width() * double(i) / double(m_content.shades.size());
    };
    painter.setPen(Qt::NoPen);
    for (qsizetype i = 0; i < m_content.shades.size(); ++i) // each a little into the next: no seams
        painter.fillRect(
            QRectF(QPointF(edge(i), bar.top()), QPointF(std::min(edge(i + 1) + 0.5, bar.right()), bar.bottom())),
            m_content.shades[i]);
    painter.setPen(QPen(m_style.faint(), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);
    painter.setFont(m_style.font);
    painter.setPen(m_style.ink());
    const double baseline = kTextMargin + metrics.ascent();
    painter.drawText(QPointF(kTextMargin, baseline), low);
    painter.drawText(QPointF(bar.right() + kScaleGap, baseline), high);
    if (m_whatBelow)
        paintWrapped(&painter, QPointF(kTextMargin, kTextMargin + metrics.height()), m_size.width() - 2 * kTextMargin,
                     m_content.what, m_style.font);
    else
        painter.drawText(QPointF(bar.right() + 3 * kScaleGap + widestOf({high}, m_style.font), baseline),
                         m_content.what);
}

void TextFigure::paint(QPainter& painter, double) const
{
    const QRectF page(QPointF(0, 0), m_size);
    painter.save();
    painter.fillRect(page, m_style.base());
    if (m_scaleHeight > 0.0)
        paintScale(painter);
    painter.setFont(m_style.font);
    m_text.paint(painter, m_corner, page, m_content.grounds, 0, m_style);
    painter.setClipRect(page.adjusted(1, 1, -1, -1)); // dashes may end a little later
    if (m_style.trainingMark && m_content.mark > 0 && m_content.mark < m_content.tokens.size())
        paintTextMark(painter, boxOf(m_content.mark), page.width() - 1, m_content.markText, captionWidth(),
                      legibleOn(m_content.markColour, m_style.base()));
    painter.restore();
}

QVector<FigureNumbers> TextFigure::numbers() const
{
    FigureNumbers table;
    table.name = m_content.what;
    table.rowsName = QStringLiteral("token");
    table.columns = QStringList{m_content.what};
    table.values.resize(m_content.tokens.size(), 1);
    for (qsizetype i = 0; i < m_content.tokens.size(); ++i) {
        table.rows.append(QStringLiteral("%1 %2").arg(i).arg(m_content.tokens[i]));
        table.values(i, 0) = static_cast<float>(i < m_content.values.size() ? m_content.values[i]
                                                                            : std::numeric_limits<double>::quiet_NaN());
    }
    return {table};
}

std::unique_ptr<Figure> exampleText(const FigureStyle& style, QSize room)
{
    ShadedText content;
    content.what = QStringLiteral("loss (nats)");
    content.range = {0.0, 8.0};
    const QColor strong = mixed(style.base(), legibleOn(encodingColour(QStringLiteral("alibi")), style.base()), 0.5);
    for (int i = 0; i <= 16; ++i)
        content.shades.append(mixed(style.base(), strong, i / 16.0));
    for (int i = 0; i < 20; ++i) {
        content.tokens.append(QStringLiteral("·word%1").arg(i));
        content.ends.append(i == 3 || i == 9 || i == 12);
        content.values.append(i == 0 ? std::numeric_limits<double>::quiet_NaN() : i * 0.4);
        content.grounds.append(i == 0 ? QColor() : content.shades[i * 4 / 5]);
    }
    content.mark = 10;
    content.markText = QStringLiteral("trained 10");
    content.markColour = trainingColour();
    return std::make_unique<TextFigure>(std::move(content), room.width(), style);
}

} // namespace ui
