// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/token_page.h"

#include "ui/figure/series_colours.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace ui {
namespace {

constexpr int kPageMargin = 8;
} // namespace

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
    if (m_text.setTokens(tokens, ends))
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
    m_text.setPage(viewport()->width() - 2 * kPageMargin - captionWidth(), font());
    const int high = static_cast<int>(m_text.height()) + 2 * kPageMargin;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(fontMetrics().lineSpacing());
    verticalScrollBar()->setRange(0, std::max(0, high - viewport()->height()));
    viewport()->update();
}

QPointF TokenPage::corner() const { return QPointF(kPageMargin, kPageMargin - verticalScrollBar()->value()); }

QRectF TokenPage::boxOf(int token) const
{
    const QRectF box = m_text.boxOf(token);
    return box.isNull() ? box : box.translated(corner());
}

std::optional<int> TokenPage::tokenAt(QPointF position) const { return m_text.tokenAt(position - corner()); }

void TokenPage::bringIntoView(int token)
{
    const QRectF box = boxOf(token);
    if (box.top() < 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + static_cast<int>(box.top()) - kPageMargin);
    else if (box.bottom() > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + static_cast<int>(box.bottom()) + kPageMargin -
                                      viewport()->height());
}

void TokenPage::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    m_text.paint(painter, corner(), viewport()->rect(), m_grounds, m_dimmed, {font(), palette()});
    painter.setFont(font());
    if (m_mark > 0 && m_mark < tokens())
        paintTextMark(painter, boxOf(m_mark), viewport()->width(), m_markText, captionWidth(),
                      legibleOn(m_markColour, palette().color(QPalette::Base)));
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
}

void TokenPage::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        layOut();
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
