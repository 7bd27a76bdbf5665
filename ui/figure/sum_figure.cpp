// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/sum_figure.h"

#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/text_painting.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <memory>

namespace ui {
namespace {

constexpr int kSumMargin = 8;
constexpr int kSumGap = 8; // between columns of text
constexpr int kStripHeight = 34;
constexpr int kChip = 10;
constexpr int kLeastBars = 24; // pixels: less room than that shows nothing

double largestOf(const QVector<double>& values)
{
    double largest = 0.0;
    for (const double value : values)
        largest = std::isfinite(value) ? std::max(largest, std::abs(value)) : largest;
    return largest;
}

} // namespace

// Where everything stands. Made anew for each use: a sum is small.
class SumFigure::Layout
{
public:
    Layout(const SumContent& content, int width, const FigureStyle& style)
        : m_content(content)
        , m_width(width)
        , m_style(style)
        , m_bold(style.font)
        , m_metrics(style.font)
        , m_line(m_metrics.height() + 2)
    {
        m_bold.setBold(true);
        QStringList names;
        QStringList texts;
        QStringList besides;
        for (const SumContent::Line& line : content.lines) {
            names.append(line.name);
            texts.append(line.text);
            besides.append(line.beside);
        }
        for (const SumContent::Part& part : content.parts) {
            texts.append(part.text);
            besides.append(part.beside);
        }
        const bool compares = !content.besideTitle.isEmpty();
        m_names = wide(names);
        m_texts = std::max(wide(texts), compares ? wide({content.textTitle}) : 0);
        m_besides = compares ? std::max(wide(besides), wide({content.besideTitle})) : 0;
        for (const SumContent::Strips& strips : content.strips)
            for (const SumContent::Strip& strip : strips.strips)
                m_stripNames = std::max(m_stripNames, wide({strip.name}));
    }

    // Paints where there is a painter; the height it takes.
    int run(QPainter* painter) const
    {
        int y = kSumMargin;
        if (painter != nullptr) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(legibleOn(m_content.colour, m_style.base()));
            painter->drawEllipse(QRectF(kSumMargin, y + (m_line - kChip) / 2.0, kChip, kChip));
            painter->setRenderHint(QPainter::Antialiasing, false);
        }
        const int left = kSumMargin + kChip + kSumGap;
        write(painter, QRect(left, y, right() - left, m_line), Qt::AlignLeft, m_content.title, m_bold);
        y += m_line;
        if (!m_content.about.isEmpty()) {
            const QRect room(kSumMargin, y, right() - kSumMargin, 1 << 16);
            const int height = m_metrics.boundingRect(room, Qt::TextWordWrap, m_content.about).height();
            if (painter != nullptr) {
                painter->setFont(m_style.font);
                painter->setPen(faintInk());
                painter->drawText(room, Qt::TextWordWrap, m_content.about);
            }
            y += height + 2;
        }
        y = lines(painter, y);
        for (const SumContent::Strips& strips : m_content.strips)
            y = this->strips(painter, y, strips);
        y = parts(painter, y);
        return y + kSumMargin;
    }

    // The bars of the nth strips, all of them.
    QRect stripBox(const SumContent::Strips& wanted) const
    {
        int y = heightBeforeStrips();
        for (const SumContent::Strips& strips : m_content.strips) {
            if (&strips == &wanted)
                return {barsLeft(), writeTitle(nullptr, y + kSumGap, strips.title), barsRight() - barsLeft(),
                        static_cast<int>(strips.strips.size()) * kStripHeight};
            y = this->strips(nullptr, y, strips);
        }
        return {};
    }

private:
    int wide(const QStringList& texts) const { return static_cast<int>(std::ceil(widestOf(texts, m_bold))) + 1; }
    int right() const { return m_width - kSumMargin; }
    QColor faintInk() const { return mixed(m_style.base(), m_style.ink(), 0.7); }
    int barsLeft() const { return kSumMargin + m_stripNames + kSumGap; }
    int barsRight() const { return right() - wide({QStringLiteral("±0.0000")}) - kSumGap; }

    int heightBeforeStrips() const
    {
        SumContent upper = m_content;
        upper.strips.clear();
        upper.parts.clear();
        return Layout(upper, m_width, m_style).withRoomOf(*this).run(nullptr) - kSumMargin;
    }
    Layout& withRoomOf(const Layout& other)
    {
        m_names = other.m_names;
        m_texts = other.m_texts;
        m_besides = other.m_besides;
        return *this;
    }

    void write(QPainter* painter, const QRect& box, Qt::AlignmentFlag align, const QString& text,
               const QFont& font) const
    {
        if (painter == nullptr || text.isEmpty())
            return;
        painter->setFont(font);
        painter->setPen(m_style.ink());
        painter->drawText(box, align | Qt::AlignVCenter,
                          QFontMetrics(font).elidedText(text, Qt::ElideRight, box.width()));
    }

    // In as many lines as it takes; where the next begins.
    int writeTitle(QPainter* painter, int y, const QString& text) const
    {
        const QRect room(kSumMargin, y, right() - kSumMargin, 1 << 16);
        if (painter != nullptr) {
            painter->setFont(m_style.font);
            painter->setPen(m_style.ink());
            painter->drawText(room, Qt::TextWordWrap, text);
        }
        return y + std::max(m_line, m_metrics.boundingRect(room, Qt::TextWordWrap, text).height());
    }

    // The two columns of numbers at the right.
    QRect textBox(int y) const
    {
        const int end = right() - (m_besides > 0 ? m_besides + kSumGap : 0);
        return {end - m_texts, y, m_texts, m_line};
    }
    QRect besideBox(int y) const { return {right() - m_besides, y, m_besides, m_line}; }

    int lines(QPainter* painter, int y) const
    {
        if (m_content.lines.isEmpty())
            return y;
        if (m_besides > 0) {
            write(painter, textBox(y), Qt::AlignRight, m_content.textTitle, m_style.font);
            write(painter, besideBox(y), Qt::AlignRight, m_content.besideTitle, m_style.font);
            y += m_line;
        }
        for (const SumContent::Line& line : m_content.lines) {
            const QFont& font = line.isResult ? m_bold : m_style.font;
            if (painter != nullptr && line.isResult) {
                painter->setPen(m_style.faint());
                painter->drawLine(kSumMargin, y, right(), y);
            }
            write(painter, {kSumMargin, y, m_names, m_line}, Qt::AlignLeft, line.name, font);
            write(painter, textBox(y), Qt::AlignRight, line.text, font);
            write(painter, besideBox(y), Qt::AlignRight, line.beside, font);
            const int how = kSumMargin + m_names + kSumGap;
            const int room = textBox(y).left() - kSumGap - how;
            if (m_metrics.horizontalAdvance(line.how) > room) { // a line of its own
                y += m_line;
                write(painter, {2 * kSumMargin, y, right() - 2 * kSumMargin, m_line}, Qt::AlignLeft, line.how,
                      m_style.font);
            } else {
                write(painter, {how, y, room, m_line}, Qt::AlignLeft, line.how, m_style.font);
            }
            y += m_line;
        }
        return y;
    }

    int strips(QPainter* painter, int y, const SumContent::Strips& strips) const
    {
        y += kSumGap;
        y = writeTitle(painter, y, strips.title);
        qsizetype count = 0;
        for (const SumContent::Strip& strip : strips.strips) {
            count = std::max(count, strip.values.size());
            const double largest = largestOf(strip.values);
            write(painter, {kSumMargin, y, m_stripNames, kStripHeight}, Qt::AlignLeft, strip.name, m_style.font);
            write(painter, {barsRight() + kSumGap, y, right() - barsRight() - kSumGap, kStripHeight}, Qt::AlignRight,
                  QStringLiteral("±") + plainNumber(largest, 3), m_style.font);
            if (painter != nullptr)
                paintStrip(*painter, QRectF(barsLeft(), y, barsRight() - barsLeft(), kStripHeight), strip.values,
                           largest);
            y += kStripHeight;
        }
        const double step = count > 0 ? double(barsRight() - barsLeft()) / double(count) : 0.0;
        if (count == 0 || widestOf(strips.places, m_style.font) + 3 > step)
            return y;
        for (qsizetype place = 0; place < strips.places.size(); ++place)
            write(painter, QRectF(barsLeft() + double(place) * step, y, step, m_line).toRect(), Qt::AlignHCenter,
                  strips.places[place], m_style.font);
        return y + m_line;
    }

    void paintStrip(QPainter& painter, const QRectF& box, const QVector<double>& values, double largest) const
    {
        const double zero = std::round(box.center().y());
        painter.setPen(QPen(m_style.faint(), 1));
        painter.drawLine(QPointF(box.left(), zero + 0.5), QPointF(box.right(), zero + 0.5));
        if (!(largest > 0.0))
            return;
        const double step = box.width() / double(values.size());
        const double gap = step >= 4.0 ? 1.0 : 0.0;
        const QColor colour = legibleOn(m_content.colour, m_style.base());
        const double most = box.height() / 2 - 2;
        for (qsizetype i = 0; i < values.size(); ++i) {
            if (!std::isfinite(values[i]))
                continue;
            const double height = most * values[i] / largest;
            const QRectF bar(box.left() + double(i) * step, height > 0 ? zero - height : zero + 1,
                             std::max(1.0, step - gap), std::abs(height));
            painter.fillRect(bar, colour);
        }
    }

    int parts(QPainter* painter, int y) const
    {
        if (m_content.parts.isEmpty())
            return y;
        y += kSumGap;
        y = writeTitle(painter, y, m_content.partsTitle);
        QStringList names;
        double low = 0.0;
        double high = 0.0;
        for (const SumContent::Part& part : m_content.parts) {
            names.append(part.name);
            low = std::min(low, part.value);
            high = std::max(high, part.value);
        }
        const int left = kSumMargin + std::min(wide(names), m_width / 2) + kSumGap;
        const int room = textBox(y).left() - kSumGap - left;
        const double scale = high > low && room >= kLeastBars ? double(room) / (high - low) : 0.0; // 0: no bars
        const double zero = std::round(left - low * scale);
        for (const SumContent::Part& part : m_content.parts) {
            write(painter, {kSumMargin, y, left - kSumGap - kSumMargin, m_line}, Qt::AlignLeft, part.name,
                  m_style.font);
            write(painter, textBox(y), Qt::AlignRight, part.text, m_style.font);
            write(painter, besideBox(y), Qt::AlignRight, part.beside, m_style.font);
            if (painter != nullptr && scale > 0.0) {
                const double end = zero + part.value * scale;
                painter->fillRect(QRectF(std::min(zero, end), y + 4, std::max(1.0, std::abs(end - zero)), m_line - 8),
                                  legibleOn(m_content.colour, m_style.base()));
                painter->setPen(m_style.faint());
                painter->drawLine(QPointF(zero, y), QPointF(zero, y + m_line - 1));
            }
            y += m_line;
        }
        return y;
    }

    const SumContent& m_content;
    const int m_width;
    const FigureStyle& m_style;
    QFont m_bold;
    const QFontMetrics m_metrics;
    const int m_line;
    int m_names = 0; // widths of columns
    int m_texts = 0;
    int m_besides = 0;
    int m_stripNames = 0;
};

SumFigure::SumFigure(SumContent content, int width, FigureStyle style)
    : m_content(std::move(content))
    , m_style(std::move(style))
    , m_size(width, Layout(m_content, width, m_style).run(nullptr))
{}

void SumFigure::paint(QPainter& painter, double) const
{
    painter.fillRect(QRect(QPoint(0, 0), m_size), m_style.base());
    Layout(m_content, m_size.width(), m_style).run(&painter);
}

QString SumFigure::words() const
{
    QStringList words{m_content.title};
    if (!m_content.about.isEmpty())
        words.append(m_content.about);
    for (const SumContent::Line& line : m_content.lines)
        words.append(QStringLiteral("%1: %2 = %3").arg(line.name, line.how, line.text));
    for (const SumContent::Part& part : m_content.parts)
        words.append(QStringLiteral("%1: %2").arg(part.name, part.text));
    return words.join(QLatin1Char('\n'));
}

QString SumFigure::placeAt(QPointF position) const
{
    const Layout layout(m_content, m_size.width(), m_style);
    for (const SumContent::Strips& strips : m_content.strips) {
        const QRectF box(layout.stripBox(strips));
        if (!box.contains(position) || strips.places.isEmpty())
            continue;
        const double share = (position.x() - box.left()) / box.width();
        const auto place = std::clamp<qsizetype>(static_cast<qsizetype>(share * double(strips.places.size())), 0,
                                                 strips.places.size() - 1);
        QStringList numbers;
        for (const SumContent::Strip& strip : strips.strips)
            numbers.append(QStringLiteral("%1 %2").arg(strip.name, plainNumber(strip.values.value(place, NAN))));
        return QStringLiteral("%1: %2").arg(strips.places[place], numbers.join(QStringLiteral(", ")));
    }
    return {};
}

std::unique_ptr<Figure> exampleSum(const FigureStyle& style, QSize room)
{
    SumContent content;
    content.title = QStringLiteral("A");
    content.colour = QColor(0x00, 0x72, 0xb2);
    content.textTitle = QStringLiteral("A");
    content.besideTitle = QStringLiteral("B");
    content.lines = {{QStringLiteral("1"), QStringLiteral("q·k / √4"), QStringLiteral("0.75"), QStringLiteral("2")},
                     {QStringLiteral("2"), QStringLiteral("−1/4 · 3"), QStringLiteral("−0.75"), QStringLiteral("−1")},
                     {QStringLiteral("3"), QStringLiteral("1 + 2"), QStringLiteral("0"), QStringLiteral("1"), true}};
    content.strips = {{QStringLiteral("q, k"),
                       {QStringLiteral("3"), QStringLiteral("0"), QStringLiteral("2"), QStringLiteral("1")},
                       {{QStringLiteral("q"), {1.0, -0.5, 0.25, 1.0}}, {QStringLiteral("k"), {2.0, -1.0, 0.0, -1.0}}}}};
    content.partsTitle = QStringLiteral("4");
    content.parts = {{QStringLiteral("5"), 1.5, QStringLiteral("1.5")},
                     {QStringLiteral("6"), -0.75, QStringLiteral("−0.75")}};
    return std::make_unique<SumFigure>(std::move(content), std::max(room.width(), SumFigure::kLeastWidth), style);
}

} // namespace ui
