// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/running_text.h"

#include "ui/figure/series_colours.h"

#include <QPainter>
#include <QRegion>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace ui {
namespace {

constexpr qsizetype kLongestParagraph = 2000; // characters: a text without line ends is laid out in pieces
constexpr double kLead = 3.0;                 // between lines

QColor inkOn(const QColor& ground, const FigureStyle& style)
{
    const QColor ink = style.palette.color(QPalette::Text);
    return contrastRatio(ink, ground) >= contrastRatio(style.base(), ground) ? ink : style.base();
}

} // namespace

// Tokens that are laid out together, so that scripts from right to left are in order.
struct RunningText::Paragraph
{
    int first = 0; // token
    int count = 0;
    std::vector<int> starts; // of each token in the text, and the end
    std::unique_ptr<QTextLayout> layout;
    double top = 0.0;
    double height = 0.0;
    // Where each token lies, from the paragraph's corner, a rectangle per line; made when it is first painted.
    mutable std::vector<QVector<QRectF>> boxes;

    void placeBoxes() const;
};

// By their first and last characters' edges: a token is of one script, and a line shows it in one piece.
void RunningText::Paragraph::placeBoxes() const
{
    if (!boxes.empty())
        return;
    boxes.resize(static_cast<std::size_t>(count));
    const auto length = [this](std::size_t token) { return starts[token + 1] - starts[token]; };
    std::size_t token = 0;
    for (int i = 0; i < layout->lineCount(); ++i) {
        const QTextLine line = layout->lineAt(i);
        const int end = line.textStart() + line.textLength();
        while (token < boxes.size() && starts[token] < end) {
            const int begins = std::max(starts[token], line.textStart());
            const int ends = std::min(starts[token + 1], end) - 1;
            if (length(token) > 0) {
                double left = line.cursorToX(begins, QTextLine::Leading);
                double right = left;
                for (const double x :
                     {line.cursorToX(begins, QTextLine::Trailing), line.cursorToX(ends, QTextLine::Leading),
                      line.cursorToX(ends, QTextLine::Trailing)}) {
                    left = std::min(left, x);
                    right = std::max(right, x);
                }
                boxes[token].append(QRectF(left, line.y(), right - left, line.height()));
            }
            if (starts[token + 1] > end)
                break; // it goes on in the next line
            ++token;
        }
    }
}

RunningText::RunningText() = default;
RunningText::~RunningText() = default;

bool RunningText::setTokens(const QStringList& tokens, const QVector<bool>& ends)
{
    if (m_tokens == tokens && m_ends == ends)
        return false;
    const auto shared = [](const auto& before, const auto& now) {
        return std::ranges::mismatch(before, now).in1 - before.begin();
    };
    const auto same = std::min(shared(m_tokens, tokens), shared(m_ends, ends));
    m_tokens = tokens;
    m_ends = ends;
    if (!m_paragraphs.empty())
        m_paragraphs.pop_back(); // the last one may go on now
    while (!m_paragraphs.empty() && m_paragraphs.back().first + m_paragraphs.back().count > same)
        m_paragraphs.pop_back();
    layOut();
    return true;
}

void RunningText::setPage(int width, const QFont& font)
{
    if (width == m_width && font == m_font)
        return;
    m_width = width;
    m_font = font;
    m_paragraphs.clear();
    layOut();
}

double RunningText::height() const
{
    return m_paragraphs.empty() ? 0.0 : m_paragraphs.back().top + m_paragraphs.back().height;
}

void RunningText::layOut()
{
    const bool afresh = m_paragraphs.empty();
    double top = height();
    for (int token = afresh ? 0 : m_paragraphs.back().first + m_paragraphs.back().count; token < tokens();) {
        Paragraph paragraph;
        paragraph.first = token;
        QString text;
        bool ended = false;
        while (token < tokens() && !ended && text.size() < kLongestParagraph) {
            if (m_tokens[token].startsWith(QChar(0x00b7)))
                text += QChar(0x200b); // a sign for a space is no place to break a line, this is
            paragraph.starts.push_back(static_cast<int>(text.size()));
            text += m_tokens[token];
            ended = m_ends.value(token);
            ++token;
        }
        paragraph.starts.push_back(static_cast<int>(text.size()));
        paragraph.count = token - paragraph.first;
        paragraph.layout = std::make_unique<QTextLayout>(text, m_font);
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        paragraph.layout->setTextOption(option);
        paragraph.layout->setCacheEnabled(true);
        paragraph.layout->beginLayout();
        double y = 0.0;
        for (QTextLine line = paragraph.layout->createLine(); line.isValid(); line = paragraph.layout->createLine()) {
            line.setLineWidth(std::max(1, m_width));
            line.setPosition(QPointF(0, y));
            y += std::ceil(line.height()) + kLead;
        }
        paragraph.layout->endLayout();
        paragraph.top = top;
        paragraph.height = y;
        top += y;
        m_paragraphs.push_back(std::move(paragraph));
    }
}

const RunningText::Paragraph* RunningText::paragraphOf(int token) const
{
    const auto after = std::ranges::upper_bound(m_paragraphs, token, {}, &Paragraph::first);
    return after == m_paragraphs.begin() || token < 0 || token >= tokens() ? nullptr : &*std::prev(after);
}

QRectF RunningText::boxOf(int token) const
{
    const Paragraph* paragraph = paragraphOf(token);
    if (paragraph == nullptr)
        return {};
    paragraph->placeBoxes();
    const QVector<QRectF>& boxes = paragraph->boxes[static_cast<std::size_t>(token - paragraph->first)];
    return boxes.isEmpty() ? QRectF() : boxes.first().translated(0.0, paragraph->top);
}

std::optional<int> RunningText::tokenAt(QPointF position) const
{
    const double y = position.y();
    for (const Paragraph& paragraph : m_paragraphs) {
        if (y < paragraph.top || y >= paragraph.top + paragraph.height)
            continue;
        for (int i = 0; i < paragraph.layout->lineCount(); ++i) {
            const QTextLine line = paragraph.layout->lineAt(i);
            if (y - paragraph.top >= line.y() + line.height() + kLead)
                continue;
            const double x = position.x();
            if (x < line.x() || x > line.x() + line.naturalTextWidth())
                return std::nullopt;
            const int character = line.xToCursor(x, QTextLine::CursorOnCharacter);
            const auto after = std::ranges::upper_bound(paragraph.starts, character);
            const auto token = static_cast<int>(after - paragraph.starts.begin()) - 1;
            return paragraph.first + std::clamp(token, 0, paragraph.count - 1);
        }
    }
    return std::nullopt;
}

// Grounds first, then the text once in each ink and cut to where that is: a format per token would lay and paint every
// line once per token.
void RunningText::paintParagraph(QPainter& painter, const Paragraph& paragraph, QPointF origin, const QRectF& seen,
                                 const QVector<QColor>& grounds, int dimmed, const FigureStyle& style) const
{
    paragraph.placeBoxes();
    const QColor ink = style.palette.color(QPalette::Text);
    const QColor pale = mixed(style.base(), ink, 0.6);
    const QPointF corner = origin + QPointF(0.0, paragraph.top);
    std::vector<std::pair<QColor, QRegion>> others; // inks beside the usual one, and where they are
    for (int i = 0; i < paragraph.count; ++i) {
        const int token = paragraph.first + i;
        const QColor ground = grounds.value(token);
        if (!ground.isValid() && token >= dimmed)
            continue;
        const QColor own = ground.isValid() ? inkOn(ground, style) : pale;
        for (const QRectF& box : paragraph.boxes[static_cast<std::size_t>(i)]) {
            // To whole pixels at both sides: neighbours leave no gap and cover nothing of each other.
            const QRect place(QPoint(qRound(corner.x() + box.left()), qRound(corner.y() + box.top())),
                              QPoint(qRound(corner.x() + box.right()) - 1, qRound(corner.y() + box.bottom()) - 1));
            if (!seen.intersects(place))
                continue;
            if (ground.isValid())
                painter.fillRect(place, ground);
            if (own == ink)
                continue;
            const auto known = std::ranges::find(others, own, [](const auto& other) { return other.first; });
            (known == others.end() ? others.emplace_back(own, QRegion()) : *known).second += place;
        }
    }
    painter.save();
    if (!others.empty()) {
        QRegion usual(seen.toAlignedRect());
        for (const auto& [colour, region] : others)
            usual -= region;
        painter.setClipRegion(usual);
    }
    painter.setPen(ink);
    paragraph.layout->draw(&painter, corner, {}, seen);
    for (const auto& [colour, region] : others) {
        painter.setClipRegion(region);
        painter.setPen(colour);
        paragraph.layout->draw(&painter, corner, {}, seen);
    }
    painter.restore();
}

void RunningText::paint(QPainter& painter, QPointF corner, const QRectF& seen, const QVector<QColor>& grounds,
                        int dimmed, const FigureStyle& style) const
{
    for (const Paragraph& paragraph : m_paragraphs)
        if (corner.y() + paragraph.top + paragraph.height >= seen.top() && corner.y() + paragraph.top <= seen.bottom())
            paintParagraph(painter, paragraph, corner, seen, grounds, dimmed, style);
}

void paintTextMark(QPainter& painter, const QRectF& box, double right, const QString& caption, int captionWidth,
                   const QColor& colour)
{
    painter.setPen(QPen(colour, 2));
    painter.drawLine(QPointF(box.left(), box.top() - 1), QPointF(box.left(), box.bottom() + 1));
    painter.setPen(QPen(colour, 1, Qt::DashLine));
    painter.drawLine(QPointF(0, box.bottom() + 1), QPointF(box.left(), box.bottom() + 1));
    painter.drawLine(QPointF(box.left(), box.top() - 1), QPointF(right, box.top() - 1));
    if (captionWidth > 0)
        painter.drawText(QRectF(right - captionWidth - 2, box.top() - 1, captionWidth, box.height()), Qt::AlignCenter,
                         caption);
}

} // namespace ui
