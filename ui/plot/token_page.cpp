// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/token_page.h"

#include "ui/figure/series_colours.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int kPageMargin = 8;
constexpr qsizetype kLongestParagraph = 2000; // characters: a text without line ends is laid out in pieces

} // namespace

// Tokens that are laid out together, so that scripts from right to left are in order.
struct TokenPage::Paragraph
{
    int first = 0; // token
    int count = 0;
    std::vector<int> starts; // of each token in the text, and the end
    std::unique_ptr<QTextLayout> layout;
    double top = 0.0;
    double height = 0.0;
    // Where each token lies, from the paragraph's corner, a rectangle per line; made when it is first painted.
    std::vector<QVector<QRectF>> boxes;

    void placeBoxes();
};

// By their first and last characters' edges: a token is of one script, and a line shows it in one piece.
void TokenPage::Paragraph::placeBoxes()
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
            const int first = std::max(starts[token], line.textStart());
            const int last = std::min(starts[token + 1], end) - 1;
            if (length(token) > 0) {
                double left = line.cursorToX(first, QTextLine::Leading);
                double right = left;
                for (const double x :
                     {line.cursorToX(first, QTextLine::Trailing), line.cursorToX(last, QTextLine::Leading),
                      line.cursorToX(last, QTextLine::Trailing)}) {
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

TokenPage::TokenPage(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setCursor(Qt::PointingHandCursor);
    viewport()->setBackgroundRole(QPalette::Base);
}

TokenPage::~TokenPage() = default;

void TokenPage::setTokens(const QStringList& tokens, const QVector<bool>& ends)
{
    if (m_tokens == tokens && m_ends == ends)
        return;
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
}

void TokenPage::setDimmed(int tokens)
{
    if (m_dimmed == tokens)
        return;
    m_dimmed = tokens;
    viewport()->update();
}

void TokenPage::setGrounds(const QVector<QColor>& grounds)
{
    if (m_grounds == grounds)
        return;
    m_grounds = grounds;
    viewport()->update();
}

void TokenPage::setMark(int token, const QString& text, const QColor& colour)
{
    if (m_mark == token && m_markText == text && m_markColour == colour)
        return;
    m_mark = token;
    m_markText = text;
    m_markColour = colour;
    layOut(); // the caption has a margin of its own
    viewport()->update();
}

void TokenPage::setChosen(std::optional<int> token)
{
    if (token && *token >= tokens())
        token.reset();
    if (m_chosen == token)
        return;
    m_chosen = token;
    if (token)
        bringIntoView(*token);
    viewport()->update();
}

void TokenPage::setDescription(std::function<QString(int)> description) { m_description = std::move(description); }

int TokenPage::captionWidth() const
{
    constexpr int share = 7; // of the page, at most
    const int wide = m_mark > 0 && m_mark < tokens() ? fontMetrics().horizontalAdvance(m_markText) + 6 : 0;
    return wide * share <= viewport()->width() ? wide : 0;
}

void TokenPage::layOut()
{
    const int width = viewport()->width() - 2 * kPageMargin - captionWidth();
    if (width != m_width)
        m_paragraphs.clear();
    m_width = width;
    const bool afresh = m_paragraphs.empty();
    double top = afresh ? kPageMargin : m_paragraphs.back().top + m_paragraphs.back().height;
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
        paragraph.layout = std::make_unique<QTextLayout>(text, font());
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        paragraph.layout->setTextOption(option);
        paragraph.layout->setCacheEnabled(true);
        paragraph.layout->beginLayout();
        double y = 0.0;
        for (QTextLine line = paragraph.layout->createLine(); line.isValid(); line = paragraph.layout->createLine()) {
            line.setLineWidth(std::max(1, width));
            line.setPosition(QPointF(0, y));
            y += std::ceil(line.height()) + 3.0;
        }
        paragraph.layout->endLayout();
        paragraph.top = top;
        paragraph.height = y;
        top += y;
        m_paragraphs.push_back(std::move(paragraph));
    }
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(fontMetrics().lineSpacing());
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(top) + kPageMargin - viewport()->height()));
    viewport()->update();
}

const TokenPage::Paragraph* TokenPage::paragraphOf(int token) const
{
    const auto after = std::ranges::upper_bound(m_paragraphs, token, {}, &Paragraph::first);
    return after == m_paragraphs.begin() || token < 0 || token >= tokens() ? nullptr : &*std::prev(after);
}

QRectF TokenPage::boxOf(int token) const
{
    const Paragraph* paragraph = paragraphOf(token);
    if (paragraph == nullptr)
        return {};
    const auto at = static_cast<std::size_t>(token - paragraph->first);
    const int start = paragraph->starts[at];
    const QTextLine line = paragraph->layout->lineForTextPosition(start);
    if (!line.isValid())
        return {};
    const int end = std::min(start + static_cast<int>(m_tokens[token].size()), line.textStart() + line.textLength());
    const double from = line.cursorToX(start);
    const double to = line.cursorToX(end);
    const double y = paragraph->top + line.y() - verticalScrollBar()->value();
    return {kPageMargin + std::min(from, to), y, std::abs(to - from), line.height()};
}

std::optional<int> TokenPage::tokenAt(QPointF position) const
{
    const double y = position.y() + verticalScrollBar()->value();
    for (const Paragraph& paragraph : m_paragraphs) {
        if (y < paragraph.top || y >= paragraph.top + paragraph.height)
            continue;
        for (int i = 0; i < paragraph.layout->lineCount(); ++i) {
            const QTextLine line = paragraph.layout->lineAt(i);
            if (y - paragraph.top >= line.y() + line.height() + 3.0)
                continue;
            const double x = position.x() - kPageMargin;
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

void TokenPage::bringIntoView(int token)
{
    const QRectF box = boxOf(token);
    if (box.top() < 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + static_cast<int>(box.top()) - kPageMargin);
    else if (box.bottom() > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + static_cast<int>(box.bottom()) + kPageMargin -
                                      viewport()->height());
}

QColor TokenPage::inkOn(const QColor& ground) const
{
    const QColor ink = palette().color(QPalette::Text);
    const QColor base = palette().color(QPalette::Base);
    return contrastRatio(ink, ground) >= contrastRatio(base, ground) ? ink : base;
}

// Grounds first, then the text once in each ink and cut to where that is: a format per token would lay and paint every
// line once per token.
void TokenPage::paintParagraph(QPainter& painter, Paragraph& paragraph) const
{
    paragraph.placeBoxes();
    const QColor ink = palette().color(QPalette::Text);
    const QColor pale = mixed(palette().color(QPalette::Base), ink, 0.6);
    const QPointF corner(kPageMargin, paragraph.top - verticalScrollBar()->value());
    const QRectF seen(viewport()->rect());
    std::vector<std::pair<QColor, QRegion>> others; // inks beside the usual one, and where they are
    for (int i = 0; i < paragraph.count; ++i) {
        const int token = paragraph.first + i;
        const QColor ground = m_grounds.value(token);
        if (!ground.isValid() && token >= m_dimmed)
            continue;
        const QColor own = ground.isValid() ? inkOn(ground) : pale;
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
    QRegion usual(viewport()->rect());
    for (const auto& [colour, region] : others)
        usual -= region;
    others.emplace_back(ink, usual);
    painter.save();
    for (const auto& [colour, region] : others) {
        painter.setClipRegion(region);
        painter.setPen(colour);
        paragraph.layout->draw(&painter, corner, {}, seen);
    }
    painter.restore();
}

void TokenPage::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const int scrolled = verticalScrollBar()->value();
    for (Paragraph& paragraph : m_paragraphs) {
        if (paragraph.top + paragraph.height < scrolled || paragraph.top > scrolled + viewport()->height())
            continue;
        paintParagraph(painter, paragraph);
    }
    if (m_mark > 0 && m_mark < tokens()) {
        const QRectF box = boxOf(m_mark);
        const QColor colour = legibleOn(m_markColour, palette().color(QPalette::Base));
        painter.setPen(QPen(colour, 2));
        painter.drawLine(QPointF(box.left(), box.top() - 1), QPointF(box.left(), box.bottom() + 1));
        painter.setPen(QPen(colour, 1, Qt::DashLine));
        painter.drawLine(QPointF(0, box.bottom() + 1), QPointF(box.left(), box.bottom() + 1));
        painter.drawLine(QPointF(box.left(), box.top() - 1), QPointF(viewport()->width(), box.top() - 1));
        painter.setFont(font());
        if (const int wide = captionWidth(); wide > 0)
            painter.drawText(QRectF(viewport()->width() - wide - 2, box.top() - 1, wide, box.height()), Qt::AlignCenter,
                             m_markText);
    }
    if (m_chosen) {
        const QRectF box = boxOf(*m_chosen).adjusted(-1, -1, 1, 1);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawRect(box);
    }
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1, Qt::DotLine));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void TokenPage::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
    verticalScrollBar()->setPageStep(viewport()->height());
    if (!m_paragraphs.empty())
        verticalScrollBar()->setRange(
            0, std::max(0, static_cast<int>(m_paragraphs.back().top + m_paragraphs.back().height) + kPageMargin -
                               viewport()->height()));
}

void TokenPage::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_width = -1;
        layOut();
    }
}

void TokenPage::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return QAbstractScrollArea::mousePressEvent(event);
    if (const auto token = tokenAt(event->position()))
        emit tokenClicked(*token);
}

void TokenPage::keyPressEvent(QKeyEvent* event)
{
    const int last = tokens() - 1;
    const int now = m_chosen.value_or(-1);
    std::optional<int> next;
    switch (event->key()) {
    case Qt::Key_Left:
        next = now - 1;
        break;
    case Qt::Key_Right:
        next = now + 1;
        break;
    case Qt::Key_Home:
        next = 0;
        break;
    case Qt::Key_End:
        next = last;
        break;
    default:
        return QAbstractScrollArea::keyPressEvent(event);
    }
    if (last >= 0)
        emit tokenClicked(std::clamp(*next, 0, last));
}

bool TokenPage::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !m_description)
        return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto token = tokenAt(help->pos());
    if (token)
        QToolTip::showText(help->globalPos(), m_description(*token), viewport());
    else
        QToolTip::hideText();
    return true;
}

} // namespace ui
