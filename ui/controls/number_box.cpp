// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/number_box.h"

#include "ui/controls/field_message.h"
#include "ui/controls/number_text.h"
#include "ui/figure/plain_number.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStyleOptionSpinBox>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ui {

namespace {

// Qt rounds the value to this many; enough for every digit of any number that means something here.
constexpr int kDecimals = 60;
constexpr double kStepFromZero = 0.01; // there are no digits a step could be fitted to

} // namespace

NumberBox::NumberBox(Kind kind, QWidget* parent)
    : QDoubleSpinBox(parent)
    , m_kind(kind)
    , m_message(new FieldMessage(this))
{
    setDecimals(kind == Kind::Whole ? 0 : kDecimals);
    setStepType(kind == Kind::Whole ? DefaultStepType : AdaptiveDecimalStepType);
    setKeyboardTracking(false);
    setAccelerated(true);
    connect(lineEdit(), &QLineEdit::textEdited, m_message, &FieldMessage::clear);
    connect(this, &NumberBox::valueChanged, m_message, &FieldMessage::clear);
}

int NumberBox::wholeValue() const { return static_cast<int>(std::lround(value())); }

void NumberBox::showValue(double value)
{
    const QSignalBlocker quiet(this);
    const double before = this->value();
    setValue(value);
    if (this->value() != before)
        m_message->clear();
}

void NumberBox::setDigits(int digits)
{
    m_digits = std::max(digits, 3);
    setValue(value()); // shown anew
    updateGeometry();
}

void NumberBox::say(const QString& sentence) { m_message->sayOnce(sentence); }

QString NumberBox::message() const { return m_message->text(); }

// ── numbers and their text ─────────────────────────────────────────────────────────────────────────────────────────

QString NumberBox::textFromValue(double value) const
{
    return m_kind == Kind::Whole ? QString::number(value, 'f', 0) : plainNumber(value, m_digits);
}

QString NumberBox::shownText() const
{
    if (!specialValueText().isEmpty() && value() == minimum())
        return specialValueText();
    return prefix() + textFromValue(value()) + suffix();
}

bool NumberBox::isEdited() const { return lineEdit()->text() != shownText(); }

std::optional<double> NumberBox::read(QString text) const
{
    if (text == shownText())
        return value(); // with the digits that are not shown
    if (!specialValueText().isEmpty() && (text == specialValueText() || text.trimmed().isEmpty()))
        return minimum();
    if (text.startsWith(prefix()))
        text.remove(0, prefix().size());
    if (text.endsWith(suffix()))
        text.chop(suffix().size());
    else if (text.endsWith(suffix().trimmed()))
        text.chop(suffix().trimmed().size());
    return parseNumber(text);
}

bool NumberBox::takes(double number) const
{
    return number >= minimum() && number <= maximum() && (m_kind == Kind::Real || number == std::round(number));
}

double NumberBox::valueFromText(const QString& text) const { return read(text).value_or(value()); }

// Every text may be typed: whether it is a number is asked when it is entered.
QValidator::State NumberBox::validate(QString& text, int& /*position*/) const
{
    const std::optional<double> number = read(text);
    return number && takes(*number) ? QValidator::Acceptable : QValidator::Intermediate;
}

// Qt asks this before it puts the value back.
void NumberBox::fixup(QString& text) const { m_refused = text; }

void NumberBox::refuse()
{
    const std::optional<QString> text = std::exchange(m_refused, std::nullopt);
    if (!text || text->trimmed().isEmpty())
        return;
    const QString about = m_kind == Kind::Whole ? tr("“%1” was not taken: write a whole number from %2 to %3.")
                                                : tr("“%1” was not taken: write a number from %2 to %3.");
    m_message->sayOnce(about.arg(text->simplified().left(40), textFromValue(minimum()), textFromValue(maximum())));
    emit refused(*text, read(*text).value_or(std::numeric_limits<double>::quiet_NaN()));
}

void NumberBox::stepBy(int steps)
{
    if (m_kind == Kind::Real && stepType() == AdaptiveDecimalStepType && value() == 0.0)
        setValue(steps * kStepFromZero);
    else
        QDoubleSpinBox::stepBy(steps);
}

// ── keys ───────────────────────────────────────────────────────────────────────────────────────────────────────────

bool NumberBox::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = static_cast<QKeyEvent&>(*event);
        if (isForWindow(key, isEdited())) {
            event->ignore();
            return true;
        }
        if (key.key() == Qt::Key_Escape && (isEdited() || !message().isEmpty())) {
            event->accept();
            return true;
        }
    }
    return QDoubleSpinBox::event(event);
}

void NumberBox::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        const bool used = isEdited() || !message().isEmpty();
        m_message->clear();
        setValue(value()); // its text
        if (used)
            selectAll();
        event->setAccepted(used);
        return;
    }
    m_refused.reset();
    QDoubleSpinBox::keyPressEvent(event);
    if (m_refused)
        event->accept(); // it does not press a dialog's button as well
    refuse();
}

void NumberBox::focusOutEvent(QFocusEvent* event)
{
    m_refused.reset();
    QDoubleSpinBox::focusOutEvent(event);
    refuse();
}

// ── size ───────────────────────────────────────────────────────────────────────────────────────────────────────────

QSize NumberBox::sizeHint() const
{
    ensurePolished();
    QStringList samples{textFromValue(minimum()), textFromValue(maximum())};
    if (m_kind == Kind::Real) {
        const QString sign = minimum() < 0.0 ? QStringLiteral("−") : QString();
        samples.append(sign + textFromValue(0.000888888888888));
        if (minimum() < 1e-4 && minimum() != 0.0)
            samples.append(sign + textFromValue(0.00000888888888888));
    }
    int widest = fontMetrics().horizontalAdvance(specialValueText());
    for (const QString& sample : samples)
        widest = std::max(widest, fontMetrics().horizontalAdvance(prefix() + sample + suffix()));
    QStyleOptionSpinBox option;
    initStyleOption(&option);
    const QSize text(widest + 4, lineEdit()->sizeHint().height()); // and the cursor behind it
    return style()->sizeFromContents(QStyle::CT_SpinBox, &option, text, this);
}

} // namespace ui
