// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/matrix_figure.h"

#include "core/render/colour_map.h"
#include "core/render/value_range.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/map_cells.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/text_painting.h"
#include "ui/figure/ticks.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <memory>

namespace ui {
namespace {

constexpr int kMatrixMargin = 10;
constexpr int kMatrixGap = 6;
constexpr int kMatrixBar = 14;
constexpr int kTickLength = 4;

core::ReducedMap mapOf(const core::Matrix<float>& values)
{
    core::ReducedMap map;
    map.request.region = {0, values.rows(), 0, values.cols()};
    map.request.rows = values.rows();
    map.request.cols = values.cols();
    map.values = values;
    return map;
}

core::ValueRange rangeOf(const core::Matrix<float>& values)
{
    const core::ValueRange symmetric = core::symmetricRange(values);
    return values.size() > 0 && values.minCoeff() >= 0.0F ? core::ValueRange{0.0, symmetric.high} : symmetric;
}

QStringList numbersOf(const QVector<double>& ticks) { return tickTexts(ticks, false); }

} // namespace

MatrixFigure::MatrixFigure(MatrixContent content, QSize size, FigureStyle style)
    : m_content(std::move(content))
    , m_size(size)
    , m_style(std::move(style))
{
    const QFontMetrics metrics(m_style.font);
    const int line = metrics.height();
    const int numbers = metrics.horizontalAdvance(QString::number(m_content.values.rows())) + kTickLength + kMatrixGap;
    const int bar = kMatrixGap + kMatrixBar + kTickLength + metrics.horizontalAdvance(QStringLiteral("−0.0000"));
    m_area = QRectF(kMatrixMargin + line + kMatrixGap + numbers, kMatrixMargin + line + kMatrixGap, 0, 0);
    m_area.setRight(std::max(m_area.left() + 1, double(size.width() - kMatrixMargin - bar)));
    m_area.setBottom(std::max(m_area.top() + 1, double(size.height() - kMatrixMargin - 2 * line - 2 * kMatrixGap)));
}

QSize MatrixFigure::leastSize(const QFont& font)
{
    const int line = QFontMetrics(font).height();
    return {18 * line, 10 * line};
}

QString MatrixFigure::words() const
{
    return QStringLiteral("%1: %2 × %3, %4 × %5")
        .arg(m_content.title, m_content.rowLabel, m_content.columnLabel)
        .arg(m_content.values.rows())
        .arg(m_content.values.cols());
}

QVector<FigureNumbers> MatrixFigure::numbers() const
{
    const auto places = [](core::Index count) {
        QStringList all;
        for (core::Index i = 0; i < count; ++i)
            all.append(QString::number(i));
        return all;
    };
    return {FigureNumbers{m_content.title + QStringLiteral(": ") + m_content.valueLabel, m_content.rowLabel,
                          places(m_content.values.rows()), places(m_content.values.cols()), m_content.values}};
}

void MatrixFigure::paint(QPainter& painter, double ratio) const
{
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.base());
    painter.setFont(m_style.font);
    if (m_content.values.size() == 0)
        return paintInstead(painter, QRectF(QPointF(0, 0), m_size), m_style);
    const core::ReducedMap map = mapOf(m_content.values);
    const core::ValueRange range = rangeOf(m_content.values);
    const core::ColourMap& colourMap = core::colourMap(!m_style.colourMap.empty() ? m_style.colourMap
                                                       : range.low < 0.0          ? "diverging"
                                                                                  : "viridis");
    const CellColours colours{range, &colourMap, toQRgb(core::maskedColour(m_style.isDark()))};
    if (isVectorDevice(painter)) {
        paintCellShapes(painter, m_area, map, map.request.region, colours);
    } else {
        QImage cells((m_area.size() * ratio).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
        paintCells(cells, map, map.request.region, colours);
        paintPixels(painter, m_area.topLeft(), std::move(cells), ratio);
    }
    const QFontMetrics metrics(m_style.font);
    const int line = metrics.height();
    painter.setPen(m_style.ink());
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(m_area);
    QFont bold = m_style.font;
    bold.setBold(true);
    painter.setFont(bold);
    const QString title = m_style.title
                              ? QFontMetrics(bold).elidedText(m_content.title, Qt::ElideRight, int(m_area.width() / 2))
                              : QString();
    painter.drawText(QRectF(m_area.left(), kMatrixMargin, m_area.width() / 2, line), Qt::AlignLeft | Qt::AlignVCenter,
                     title);
    painter.setFont(m_style.font);
    painter.drawText(
        QRectF(m_area.center().x(), kMatrixMargin, m_size.width() - kMatrixMargin - m_area.center().x(), line),
        Qt::AlignRight | Qt::AlignVCenter,
        metrics.elidedText(m_content.valueLabel, Qt::ElideRight,
                           int(m_size.width() - kMatrixMargin - m_area.center().x())));

    const auto rows = double(m_content.values.rows());
    const auto columns = double(m_content.values.cols());
    const QVector<double> down = linearTicks(0.0, rows - 1.0, std::max(2, int(m_area.height()) / (3 * line)), true);
    const QStringList downTexts = numbersOf(down);
    for (qsizetype i = 0; i < down.size(); ++i) {
        const double y = m_area.top() + (down[i] + 0.5) / rows * m_area.height();
        painter.drawLine(QPointF(m_area.left() - kTickLength, y), QPointF(m_area.left(), y));
        painter.drawText(QRectF(0, y - line, m_area.left() - kTickLength - 2, 2 * line),
                         Qt::AlignRight | Qt::AlignVCenter, downTexts[i]);
    }
    paintTurned(painter, QRectF(kMatrixMargin, m_area.top(), line, m_area.height()), Qt::AlignCenter,
                m_content.rowLabel);
    const QVector<double> across = linearTicks(0.0, columns - 1.0, std::max(2, int(m_area.width()) / (6 * line)), true);
    const QStringList acrossTexts = numbersOf(across);
    for (qsizetype i = 0; i < across.size(); ++i) {
        const double x = m_area.left() + (across[i] + 0.5) / columns * m_area.width();
        painter.drawLine(QPointF(x, m_area.bottom()), QPointF(x, m_area.bottom() + kTickLength));
        painter.drawText(QRectF(x - 4 * line, m_area.bottom() + kTickLength, 8 * line, line), Qt::AlignCenter,
                         acrossTexts[i]);
    }
    painter.drawText(QRectF(m_area.left(), m_size.height() - kMatrixMargin - line, m_area.width(), line),
                     Qt::AlignCenter, m_content.columnLabel);

    if (m_style.trainingMark && m_content.markedRow > 0 && m_content.markedRow < m_content.values.rows()) {
        const double y = m_area.top() + double(m_content.markedRow) / rows * m_area.height();
        painter.setPen(QPen(Qt::white, 3));
        painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
        painter.setPen(QPen(Qt::black, 1, Qt::DashLine));
        painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
        QRectF box(m_area.left() + 4, y + 3, metrics.horizontalAdvance(m_content.mark) + 8, line + 2);
        painter.fillRect(box, m_style.base());
        painter.setPen(m_style.ink());
        painter.drawText(box, Qt::AlignCenter, m_content.mark);
    }

    const QRectF bar(m_area.right() + kMatrixGap, m_area.top(), kMatrixBar, m_area.height());
    paintUprightBar(painter, bar, m_size.width(), range, colourMap, m_style);
}

std::unique_ptr<Figure> exampleMatrix(const FigureStyle& style, QSize room)
{
    MatrixContent content;
    content.values.resize(6, 4);
    for (core::Index row = 0; row < 6; ++row)
        for (core::Index column = 0; column < 4; ++column)
            content.values(row, column) = static_cast<float>(row - 2 * column);
    content.title = QStringLiteral("A");
    content.rowLabel = QStringLiteral("1");
    content.columnLabel = QStringLiteral("2");
    content.valueLabel = QStringLiteral("3");
    content.markedRow = 3;
    content.mark = QStringLiteral("4");
    return std::make_unique<MatrixFigure>(std::move(content), room.expandedTo(MatrixFigure::leastSize(style.font)),
                                          style);
}

} // namespace ui
