// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/map_figure.h"

#include "ui/figure/cell_pixels.h"
#include "ui/figure/map_caption.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/ticks.h"
#include "ui/figure/token_text.h"

#include <QFontMetrics>
#include <limits>

#include <algorithm>
#include <cmath>

namespace ui {

using core::Index;

namespace {

// Heights of a line. Narrower figures
constexpr int kNarrowLines = 24;      // give the colour bar's numbers less room
constexpr int kLeastBesideLines = 16; // have the bar below
constexpr int kLeastLines = 6;        // of cells: smaller ones have no bar there

} // namespace

FigureNumbers numbersOf(const core::ReducedMap& map, const QStringList& tokens, const QString& name)
{
    const auto names = [&tokens](Index first, Index count, Index values) {
        QStringList all;
        for (Index i = 0; i < values; ++i) {
            const Index position = first + i * count / values;
            const QString number = QString::number(position);
            all.append(position < tokens.size() ? number + QLatin1Char(' ') + oneLine(tokens[position]) : number);
        }
        return all;
    };
    const core::Region& region = map.request.region;
    return FigureNumbers{name, MapFigure::tr("query"), names(region.firstQuery, region.queries, map.values.rows()),
                         names(region.firstKey, region.keys, map.values.cols()), map.values};
}

MapFigure::MapFigure(MapContent content, QSize size, FigureStyle style, double ratio)
    : m_content(std::move(content))
    , m_size(size)
    , m_style(std::move(style))
    , m_ratio(ratio)
{
    layOut();
}

// As wide as usual, so that maps do not move when their numbers change a little.
int MapFigure::usualQueryLabel(const QFontMetrics& metrics)
{
    return metrics.horizontalAdvance(QStringLiteral("4095"));
}
int MapFigure::usualBarLabel(const QFontMetrics& metrics, int width)
{
    // In a narrow figure the cells need the room more.
    return metrics.horizontalAdvance(width < kNarrowLines * metrics.height() ? QStringLiteral("0.00")
                                                                             : QStringLiteral("−0.0000"));
}

MapFigure::Margins MapFigure::margins(int keyLabelHeight) const
{
    if (!m_labelled)
        return {pad, pad, pad, pad};
    // The axis titles stand outside the labels.
    Margins around{pad + m_line + 2 + m_queryLabelWidth + 3 * pad, pad + m_line + pad, 2 * pad,
                   pad + 4 + keyLabelHeight + m_line};
    if (m_barBelow) {
        around.right += m_queryLabelWidth / 2; // the last key's number
        around.bottom += barHeight(m_line);
    } else if (m_barShown) {
        around.right += barGap + barWidth + m_barLabelWidth;
    }
    return around;
}

MapFigure::Room::Room(const QFontMetrics& metrics)
    : m_without(6 * pad + 2 + metrics.height() + usualQueryLabel(metrics), 3 * pad + 4 + 3 * metrics.height())
    , m_line(metrics.height())
    , m_below(barHeight(m_line))
    , m_halfKey(usualQueryLabel(metrics) / 2)
    , m_narrowBar(barGap + barWidth + usualBarLabel(metrics, 0))
    , m_wideBar(barGap + barWidth + usualBarLabel(metrics, std::numeric_limits<int>::max()))
{}

MapFigure::Room::Fit MapFigure::Room::fit(QSize figure) const
{
    const auto with = [&](QSize bar, bool below) {
        const QSize margins = m_without + bar;
        const QSize inside = figure - margins;
        return Fit{std::min(inside.width(), inside.height()), margins, below};
    };
    const Fit beside = with({figure.width() < kNarrowLines * m_line ? m_narrowBar : m_wideBar, 0}, false);
    const Fit below = with({m_halfKey, m_below}, true);
    const bool narrow = figure.width() < kLeastBesideLines * m_line && below.side >= kLeastLines * m_line;
    return narrow || 10 * below.side > 11 * beside.side ? below : beside;
}

// The largest rectangle with square cells; a very long and thin region is stretched instead.
QRect MapFigure::fit(const Margins& m) const
{
    const int width = std::max(1, m_size.width() - m.left - m.right);
    const int height = std::max(1, m_size.height() - m.top - m.bottom);
    const double keys = double(std::max<Index>(1, m_content.region.keys));
    const double queries = double(std::max<Index>(1, m_content.region.queries));
    const double aspect = std::clamp(keys / queries, 0.25, 4.0);
    const int w = std::clamp(int(height * aspect), 1, width);
    const int h = std::clamp(int(w / aspect + 0.5), 1, height);
    return {m.left + (width - w) / 2, m.top, w, h};
}

void MapFigure::layOut()
{
    const QFontMetrics metrics(m_style.font);
    m_line = metrics.height();
    m_labelled = m_size.width() >= 11 * m_line && m_size.height() >= 9 * m_line;
    m_barBelow = m_labelled && m_style.colourBar && Room(metrics).fit(m_size).barBelow;
    m_barShown = m_barBelow || (m_labelled && m_style.colourBar && m_size.width() >= kLeastBesideLines * m_line);
    m_barLabelWidth = usualBarLabel(metrics, m_size.width());
    for (const ScaleTick& tick : barTicks(m_barBelow ? m_size.width() : m_size.height()))
        m_barLabelWidth = std::max(m_barLabelWidth, metrics.horizontalAdvance(tick.text) + pad);
    if (!m_labelled || !layOutTokens()) {
        m_queryLabelWidth =
            std::max(usualQueryLabel(metrics), metrics.horizontalAdvance(QString::number(m_content.length - 1)));
        m_map = fit(margins(m_line));
    }
    m_pixels = {qRound(m_map.width() * m_ratio), qRound(m_map.height() * m_ratio)};
    if (m_style.wholeCells)
        makeCellsWhole();
}

void MapFigure::makeCellsWhole()
{
    constexpr Index least = 4; // fewer would cost a fifth of the room, or more
    const auto whole = [](int pixels, Index cells) {
        const Index each = cells > 0 ? pixels / cells : 0;
        return each >= least ? static_cast<int>(each * cells) : pixels;
    };
    m_pixels = {whole(m_pixels.width(), m_content.region.keys), whole(m_pixels.height(), m_content.region.queries)};
}

// Tokens are shown only when each of them finds room for a line of text, or some of them are wanted.
bool MapFigure::layOutTokens()
{
    const auto& region = m_content.region;
    const bool some = m_style.tokens == TokenLabels::Some;
    if (m_content.tokens.isEmpty() || m_style.tokens == TokenLabels::None ||
        (!some && (region.queries * m_line > m_size.height() || region.keys * m_line > m_size.width())))
        return false;
    const QFontMetrics metrics(m_style.font);
    const int widest = metrics.averageCharWidth() * 12;
    for (const auto& [first, count] : {std::pair(region.firstQuery, region.queries), {region.firstKey, region.keys}})
        for (Index i = first; i < first + count; ++i)
            m_tokenWidth = std::max(m_tokenWidth, metrics.horizontalAdvance(token(i)));
    m_tokenWidth = std::min(m_tokenWidth, widest) + 1;
    m_queryLabelWidth = m_tokenWidth;
    m_map = fit(margins(m_line));
    m_tokensUpright =
        m_style.tokens != TokenLabels::Rotated && double(m_map.width()) / double(region.keys) >= m_tokenWidth + 2 * pad;
    if (!m_tokensUpright)
        m_map = fit(margins(m_tokenWidth));
    const double room =
        std::min(double(m_map.width()) / double(region.keys), double(m_map.height()) / double(region.queries));
    m_tokensShown = room >= m_line || some;
    if (room < m_line && some)
        m_tokenStep = positionStep(std::max(region.keys, region.queries),
                                   Index(room * double(std::max(region.keys, region.queries)) / m_line));
    return m_tokensShown;
}

QString MapFigure::token(Index position) const
{
    return position < m_content.tokens.size() ? oneLine(m_content.tokens[position]) : QString::number(position);
}

QString MapFigure::positionLabel(Index position, int width) const
{
    const QFontMetrics metrics(m_style.font);
    const QString number = QString::number(position);
    if (position >= m_content.tokens.size())
        return number;
    const QString text = oneLine(m_content.tokens[position]);
    const QString both = number + QStringLiteral("  ") + text;
    if (metrics.horizontalAdvance(both) <= width)
        return both;
    // The labels that stand there anyway are tokens or numbers: the same goes into their place.
    return m_tokensShown ? metrics.elidedText(text, Qt::ElideRight, width) : number;
}

QString MapFigure::title(bool brief) const
{
    if (!m_content.title.isEmpty() || !m_content.map)
        return brief ? m_content.title.section(kShorterText, -1) : m_content.title.section(kShorterText, 0, 0);
    const auto& request = m_content.map->request;
    const QString form = brief ? tr("L%1 h%2 %3", "layer head stage") : tr("layer %1 · head %2 · %3");
    return form.arg(request.layer).arg(request.head).arg(stageName(request.stage));
}

QString MapFigure::valueLabel() const
{
    if (!m_content.map)
        return m_content.valueLabel;
    const QString what =
        m_content.valueLabel.isEmpty() ? stageUnit(m_content.map->request.stage) : m_content.valueLabel;
    if (m_content.scale.kind() == core::Scale::Linear)
        return what;
    return tr("%1, %2").arg(what, scaleName(m_content.scale.kind()));
}

// How many cells one pixel stands for, whether the map merged them or the painting did; empty when none were.
QString MapFigure::mergedNote(bool brief) const
{
    if (!m_content.map || m_content.map->values.size() == 0)
        return {};
    const auto& request = m_content.map->request;
    const auto merged = [](Index shown, int pixels, Index covered, Index values) {
        return std::max({1.0, double(shown) / std::max(1, pixels), double(covered) / double(values)});
    };
    const double queries =
        merged(m_content.region.queries, m_pixels.height(), request.region.queries, m_content.map->values.rows());
    const double keys =
        merged(m_content.region.keys, m_pixels.width(), request.region.keys, m_content.map->values.cols());
    if (queries < 1.005 && keys < 1.005)
        return {};
    const QString size = QStringLiteral("%1×%2").arg(plainNumber(queries, 3), plainNumber(keys, 3));
    const bool peak = request.reduction == core::Reduction::Peak;
    if (brief)
        return (peak ? tr("peak of %1") : tr("mean of %1")).arg(size);
    return (peak ? tr("peak of %1 cells per pixel") : tr("mean of %1 cells per pixel")).arg(size);
}

// Which share of the values lies beyond the scale's ends; empty when none does.
QString MapFigure::clippedNote(bool brief) const
{
    if (!m_content.map || !m_content.message.isEmpty())
        return {};
    const Clipping clipped = clippingOf(m_content.map->values, m_content.scale.ends());
    const double share = clipped.below + clipped.above;
    if (share <= 0.0)
        return {};
    const QString percent = share < 0.001 ? QStringLiteral("<0.1") : plainNumber(100.0 * share, 2);
    return brief ? tr("%1 % beyond").arg(percent) : tr("%1 % beyond the scale’s ends").arg(percent);
}

int MapFigure::mostBarTicks(double length) const
{
    return static_cast<int>(length / (m_barBelow ? m_barLabelWidth + 3.0 * pad : 2.2 * m_line));
}

QVector<ScaleTick> MapFigure::barTicks(double length) const
{
    return scaleTicks(m_content.scale, mostBarTicks(length), m_size.width() < kNarrowLines * m_line);
}

QVector<FigureNumbers> MapFigure::numbers() const
{
    if (!m_content.map)
        return {};
    const QString unit = valueLabel();
    return {
        numbersOf(*m_content.map, m_content.tokens, unit.isEmpty() ? title() : title() + QStringLiteral(": ") + unit)};
}

std::optional<MapFigure::Cell> MapFigure::cellAt(QPointF position) const
{
    const auto& region = m_content.region;
    if (region.queries <= 0 || region.keys <= 0 || !QRectF(m_map).contains(position))
        return {};
    const int x = std::clamp(int((position.x() - m_map.x()) * m_ratio), 0, m_pixels.width() - 1);
    const int y = std::clamp(int((position.y() - m_map.y()) * m_ratio), 0, m_pixels.height() - 1);
    return Cell{int(region.firstQuery + cellOfPixel(y, region.queries, m_pixels.height())),
                int(region.firstKey + cellOfPixel(x, region.keys, m_pixels.width()))};
}

QRectF MapFigure::band(Index query, Index key) const
{
    const PixelBand rows = pixelsOfCell(query, m_content.region.queries, m_pixels.height());
    const PixelBand cols = pixelsOfCell(key, m_content.region.keys, m_pixels.width());
    return {m_map.x() + cols.first / m_ratio, m_map.y() + rows.first / m_ratio, (cols.end - cols.first) / m_ratio,
            (rows.end - rows.first) / m_ratio};
}

QRectF MapFigure::cellRect(const Cell& cell) const
{
    const auto& region = m_content.region;
    const Index query = cell.query - region.firstQuery;
    const Index key = cell.key - region.firstKey;
    if (query < 0 || query >= region.queries || key < 0 || key >= region.keys)
        return {};
    return band(query, key);
}

namespace {

// Each query looks at itself and, less, at what came before.
std::shared_ptr<const core::ReducedMap> exampleValues(Index length, float slope)
{
    auto map = std::make_shared<core::ReducedMap>();
    map->request.region = {0, length, 0, length};
    map->request.rows = map->request.cols = length;
    map->values.resize(length, length);
    for (Index query = 0; query < length; ++query)
        for (Index key = 0; key < length; ++key)
            map->values(query, key) = key > query ? std::numeric_limits<float>::quiet_NaN()
                                                  : std::exp(-slope * static_cast<float>(query - key));
    return map;
}

} // namespace

std::unique_ptr<Figure> exampleMap(const FigureStyle& style, QSize room)
{
    MapContent content;
    content.map = exampleValues(24, 0.25F);
    content.region = content.map->request.region;
    content.length = content.region.keys;
    content.trainingLength = 16;
    return std::make_unique<MapFigure>(std::move(content), room, style);
}

} // namespace ui
