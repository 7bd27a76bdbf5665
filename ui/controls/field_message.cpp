// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/field_message.h"

#include "ui/figure/series_colours.h"

#include <QAccessible>
#include <QEvent>
#include <QKeyEvent>
#include <QKeySequence>
#include <QLabel>
#include <QWidget>

#include <algorithm>

namespace ui {

namespace {

const QColor kWrong(0xd5, 0x00, 0x00);
constexpr int kBubbleMargin = 4;
constexpr int kBubbleGap = 2; // below the field
constexpr int kLetters = 72;  // of a line, at most
constexpr int kWhile = 12000; // ms

QColor wrongGround(const QPalette& palette) { return mixed(palette.color(QPalette::Base), kWrong, 0.18); }

} // namespace

FieldMessage::FieldMessage(QWidget* field)
    : QObject(field)
    , m_field(field)
{
    m_while.setSingleShot(true);
    m_while.setInterval(kWhile);
    connect(&m_while, &QTimer::timeout, this, &FieldMessage::clear);
}

void FieldMessage::sayOnce(const QString& sentence)
{
    static QPointer<FieldMessage> last;
    if (last != nullptr && last != this && last->m_while.isActive())
        last->clear();
    last = this;
    say(sentence);
    if (!sentence.isEmpty())
        m_while.start();
}

void FieldMessage::say(const QString& sentence)
{
    m_while.stop();
    if (sentence.isEmpty() && m_text.isEmpty())
        return;
    if (m_text.isEmpty()) {
        m_description = m_field->accessibleDescription();
        follow(true);
    }
    m_text = sentence;
    colourField();
    if (m_text.isEmpty()) {
        follow(false);
        delete m_bubble;
        m_field->setAccessibleDescription(m_description);
        return;
    }
    m_field->setAccessibleDescription(m_text);
    makeBubble();
    QAccessibleEvent alert(m_field, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void FieldMessage::colourField() const
{
    QPalette colours = m_field->parentWidget() ? m_field->parentWidget()->palette() : QPalette();
    const QColor ground = wrongGround(colours);
    colours.setColor(QPalette::Base, ground);
    colours.setColor(QPalette::Text, wrongColour(ground));
    m_field->setPalette(m_text.isEmpty() ? QPalette() : colours);
}

void FieldMessage::makeBubble()
{
    if (m_field->window()->nextInFocusChain() == nullptr)
        return; // it is being destroyed, which takes the focus from its fields, and can have no more children
    if (m_bubble == nullptr) {
        m_bubble = new QLabel(m_field->window());
        m_bubble->setObjectName(QStringLiteral("fieldMessage"));
        m_bubble->setTextFormat(Qt::PlainText);
        m_bubble->setWordWrap(true);
        m_bubble->setAutoFillBackground(true);
        m_bubble->installEventFilter(this);
    }
    const QColor ground = wrongGround(m_field->window()->palette());
    const QColor ink = wrongColour(ground);
    m_bubble->setStyleSheet(QStringLiteral("QLabel { background: %1; color: %2; border: 1px solid %2; "
                                           "border-radius: 3px; padding: 3px 6px; }")
                                .arg(ground.name(), ink.name()));
    m_bubble->setText(m_text);
    place();
}

// Below the field or, where there is no room, above it; gone while the field cannot be seen.
void FieldMessage::place()
{
    if (m_bubble == nullptr)
        return;
    const QWidget* window = m_field->window();
    if (m_bubble->parentWidget() != window) { // the field went into another window
        delete m_bubble;
        return makeBubble();
    }
    const bool seen = m_field->isVisible() && !m_field->visibleRegion().isEmpty();
    m_bubble->setVisible(seen);
    if (!seen)
        return;
    const QFontMetrics metrics = m_bubble->fontMetrics();
    const int padding = 2 * 6 + 4; // as in the style sheet, and its border
    const int most = std::min(kLetters * metrics.averageCharWidth(), window->width() - 2 * kBubbleMargin);
    const int width = std::min(metrics.horizontalAdvance(m_text) + padding, std::max(most, 1));
    const int height = m_bubble->heightForWidth(width);
    const QPoint below = m_field->mapTo(window, QPoint(0, m_field->height() + kBubbleGap));
    const int left =
        std::clamp(below.x(), kBubbleMargin, std::max(kBubbleMargin, window->width() - width - kBubbleMargin));
    const int above = below.y() - m_field->height() - 2 * kBubbleGap - height;
    const bool fits = below.y() + height <= window->height() || above < 0;
    m_bubble->setGeometry(left, fits ? below.y() : above, width, height);
    m_bubble->raise();
}

// The field moves when anything around it does.
void FieldMessage::follow(bool on)
{
    for (QWidget* widget = m_field; widget != nullptr; widget = widget->isWindow() ? nullptr : widget->parentWidget())
        on ? widget->installEventFilter(this) : widget->removeEventFilter(this);
}

bool FieldMessage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && m_while.isActive() &&
        (event->type() == QEvent::Hide || (event->type() == QEvent::EnabledChange && !m_field->isEnabled())))
        QMetaObject::invokeMethod(this, &FieldMessage::clear, Qt::QueuedConnection); // not inside its own event
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        if (watched == m_bubble) {
            QMetaObject::invokeMethod(this, &FieldMessage::clear, Qt::QueuedConnection); // not inside its own event
            return true;
        }
        break;
    case QEvent::Move:
    case QEvent::Resize:
    case QEvent::Show:
    case QEvent::Hide:
        if (watched != m_bubble)
            QMetaObject::invokeMethod(this, &FieldMessage::place, Qt::QueuedConnection); // once all have moved
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

QColor wrongColour(const QColor& ground) { return legibleOn(kWrong, ground, 4.5); }

bool isForWindow(const QKeyEvent& event, bool edited)
{
    return !edited && (event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo));
}

} // namespace ui
