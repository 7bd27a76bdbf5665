// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/answer_button.h"

#include <QEvent>
#include <QPainter>

namespace ui {
namespace {

constexpr int kFlags = Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignVCenter;

QString signOf(AnswerButton::State state, bool chosen)
{
    switch (state) {
    case AnswerButton::State::Right:
        return QStringLiteral("✓");
    case AnswerButton::State::Wrong:
        return QStringLiteral("✗");
    case AnswerButton::State::Waits:
        return QStringLiteral("…");
    default:
        return chosen ? QStringLiteral("●") : QStringLiteral("○");
    }
}

} // namespace

AnswerButton::AnswerButton(const QString& text, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(text);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAttribute(Qt::WA_Hover);
    setState(State::Open, false);
}

void AnswerButton::setState(State state, bool chosen)
{
    m_state = state;
    m_chosen = chosen;
    QString said;
    if (state == State::Right)
        said = tr("right");
    else if (state == State::Wrong)
        said = tr("not right");
    if (chosen)
        said = said.isEmpty() ? tr("chosen") : tr("chosen, %1").arg(said);
    setAccessibleDescription(said);
    update();
}

int AnswerButton::signWidth() const { return 2 * fontMetrics().averageCharWidth() + fontMetrics().height(); }

int AnswerButton::padding() const { return fontMetrics().height() / 2; }

int AnswerButton::heightForWidth(int width) const
{
    const int words = width - signWidth() - 2 * padding();
    return fontMetrics().boundingRect(QRect(0, 0, qMax(words, 1), 0), kFlags, text()).height() + padding();
}

QSize AnswerButton::sizeHint() const
{
    constexpr int characters = 30;
    const int width = characters * fontMetrics().averageCharWidth() + signWidth();
    return {width, heightForWidth(width)};
}

QSize AnswerButton::minimumSizeHint() const
{
    constexpr int characters = 12;
    return {characters * fontMetrics().averageCharWidth() + signWidth(), fontMetrics().height() + padding()};
}

bool AnswerButton::event(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    return QAbstractButton::event(event);
}

void AnswerButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette& colours = palette();
    const bool pointedAt = isEnabled() && underMouse() && m_state == State::Open;
    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    constexpr qreal round = 4.0;
    painter.setBrush(isDown() || pointedAt ? colours.color(QPalette::AlternateBase) : colours.color(QPalette::Base));
    const bool marked = hasFocus() || m_chosen;
    painter.setPen(QPen(hasFocus() ? colours.color(QPalette::Highlight)
                                   : colours.color(QPalette::Active, m_chosen ? QPalette::Text : QPalette::Mid),
                        marked ? 2.0 : 1.0));
    painter.drawRoundedRect(frame, round, round);
    painter.setPen(colours.color(QPalette::Active, QPalette::Text)); // answered ones are read as well
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.drawText(QRect(0, 0, signWidth(), height()), Qt::AlignCenter, signOf(m_state, m_chosen));
    painter.setFont(font());
    painter.drawText(rect().adjusted(signWidth(), 0, -padding(), 0), kFlags, text());
}

} // namespace ui
