// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/slope_row.h"

#include "ui/controls/field_message.h"
#include "ui/controls/slope_text.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {

namespace {

constexpr double kKnobRadius = 6.0;
constexpr double kFineStep = 1.0 / 12.0; // octaves

// The distance at which the weight has fallen to 1/e, or by half for share = ln 2.
QString distanceText(double slope, double share = 1.0)
{
    const double distance = share / slope;
    if (slope == 0.0)
        return QStringLiteral("∞");
    if (distance > 9999.0)
        return QStringLiteral(">9999");
    return fixedNumber(distance, distance < 9.95 ? 1 : 0);
}

} // namespace

SlopeRow::SlopeRow(int head, int heads, Interaction& interaction, QWidget* parent)
    : HandleWidget(interaction, parent)
    , m_head(head)
    , m_colour(headColour(head, heads))
    , m_edit(new QLineEdit(this))
    , m_message(new FieldMessage(m_edit))
{
    setFocusPolicy(Qt::ClickFocus); // the editor makes one row reachable by Tab
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Slope of head %1").arg(head));
    m_edit->setAccessibleName(accessibleName());
    m_edit->setFocusPolicy(Qt::ClickFocus);
    m_edit->setAlignment(Qt::AlignRight);
    m_edit->setMaxLength(64);
    m_edit->setTextMargins(0, 0, 0, 0);
    m_edit->installEventFilter(this);
    showValue();
    connect(m_edit, &QLineEdit::textEdited, m_message, &FieldMessage::clear);
    connect(m_edit, &QLineEdit::editingFinished, this, &SlopeRow::readTyped);
}

void SlopeRow::setSlope(double slope)
{
    if (slope == m_slope && !m_edit->isModified())
        return;
    m_slope = slope;
    showValue();
    update();
}

bool SlopeRow::hasError() const { return !m_message->text().isEmpty(); }

void SlopeRow::setOfficial(std::optional<double> official)
{
    if (official == m_official)
        return;
    m_official = official;
    updateToolTip();
    update();
}

SlopeColumns SlopeRow::columns() const { return {double(width()), double(height()), QFontMetricsF(font())}; }

QSize SlopeRow::sizeHint() const { return {320, minimumSizeHint().height()}; }

QSize SlopeRow::minimumSizeHint() const { return {180, std::max(fontMetrics().height() + 9, 24)}; }

// ── changes ────────────────────────────────────────────────────────────────────────────────────────────────────────

void SlopeRow::choose(double slope)
{
    const double before = m_slope;
    setSlope(slope);
    if (m_slope != before)
        emit slopeChosen(m_slope);
}

void SlopeRow::showValue()
{
    m_message->clear();
    m_edit->setText(formatSlope(m_slope));
    m_edit->setModified(false); // four shown digits must not replace the exact value when the field is left
    updateToolTip();
}

void SlopeRow::readTyped()
{
    if (!m_edit->isModified())
        return;
    const std::optional<double> slope = parseSlope(m_edit->text());
    if (!slope) {
        m_message->sayOnce(
            tr("h%1: “%2” is not a slope. Write a number such as 0.25, 1/4 or 2^-2; the slope is still %3.")
                .arg(m_head)
                .arg(m_edit->text().simplified(), formatSlope(m_slope)));
        return;
    }
    handleInteraction().begin();
    choose(*slope);
    showValue();
    handleInteraction().end();
}

void SlopeRow::updateToolTip()
{
    QString text = tr("Head %1: slope %2").arg(m_head).arg(formatSlope(m_slope));
    if (m_official)
        text = tr("%1 (official %2, the small mark)").arg(text, formatSlope(*m_official));
    if (m_slope > 0.0)
        text += QLatin1Char('\n') + tr("All else equal, a token's weight falls to a half after %1 tokens and to 1/e "
                                       "after %2: the reach.")
                                        .arg(distanceText(m_slope, std::log(2.0)), distanceText(m_slope));
    else if (m_slope == 0.0)
        text += QLatin1Char('\n') + tr("Distance makes no difference to this head.");
    else
        text += QLatin1Char('\n') + tr("Below zero this head favours what is farther away.");
    setToolTip(text);
    m_edit->setToolTip(tr("Type 0.25, 1/4 or 2^-2"));
}

void SlopeRow::dragTo(const QPointF& position, Qt::KeyboardModifiers modifiers)
{
    const SlopeAxis scale = columns().scale;
    double best = scale.slopeAt(position.x());
    if (best > 0.0 && !modifiers.testFlag(Qt::AltModifier)) {
        double distance = std::min(4.0, scale.octave() / 5.0);
        const auto offer = [&](double slope) {
            const double off = std::abs(scale.xOf(slope) - position.x());
            if (slope > 0.0 && off < distance) {
                best = slope;
                distance = off;
            }
        };
        offer(std::exp2(std::round(std::log2(best))));
        if (m_official)
            offer(*m_official);
    }
    choose(best);
}

double SlopeRow::stepped(bool up, double octaves) const
{
    const double least = std::exp2(SlopeAxis::kLowest);
    if (m_slope == 0.0)
        return up ? least : 0.0; // below zero only what is typed
    const double moved = m_slope * std::exp2(up == (m_slope > 0.0) ? octaves : -octaves);
    return std::abs(moved) < least * 0.999 ? 0.0 : std::clamp(moved, -kLargestSlope, kLargestSlope);
}

// ── input ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void SlopeRow::keyPressEvent(QKeyEvent* event)
{
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    double slope = m_slope;
    switch (event->key()) {
    case Qt::Key_Up:
        emit rowWanted(-1);
        return;
    case Qt::Key_Down:
        emit rowWanted(+1);
        return;
    case Qt::Key_F2:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_edit->setFocus(Qt::OtherFocusReason);
        m_edit->selectAll();
        return;
    case Qt::Key_Left:
        slope = stepped(false, shift ? 1.0 : kFineStep);
        break;
    case Qt::Key_Right:
        slope = stepped(true, shift ? 1.0 : kFineStep);
        break;
    case Qt::Key_Delete:
        if (!m_official)
            return;
        slope = *m_official;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (holdKey())
        choose(slope);
}

void SlopeRow::focusInEvent(QFocusEvent* event)
{
    emit focused();
    update();
    QWidget::focusInEvent(event);
}

void SlopeRow::focusOutEvent(QFocusEvent* event)
{
    update();
    HandleWidget::focusOutEvent(event);
}

bool SlopeRow::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn)
        emit focused();
    if (event->type() == QEvent::ShortcutOverride &&
        isForWindow(static_cast<QKeyEvent&>(*event), m_edit->isModified())) {
        event->ignore();
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            setFocus(Qt::OtherFocusReason); // leaving the field reads it
            emit rowWanted(key == Qt::Key_Up ? -1 : +1);
            return true;
        }
        if (key == Qt::Key_Escape) {
            showValue();
            setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void SlopeRow::resizeEvent(QResizeEvent*) { m_edit->setGeometry(columns().edit.toRect()); }

void SlopeRow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
        m_edit->setGeometry(columns().edit.toRect());
    }
    QWidget::changeEvent(event);
}

// ── painting ───────────────────────────────────────────────────────────────────────────────────────────────────────

void SlopeRow::mousePressEvent(QMouseEvent* event)
{
    HandleWidget::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && columns().chip.contains(event->position())) {
        event->accept();
        emit headClicked();
    }
}

void SlopeRow::setShown(bool shown)
{
    if (std::exchange(m_shown, shown) != shown)
        update();
}

void SlopeRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const SlopeColumns parts = columns();
    if (m_shown) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(palette().color(QPalette::Window), palette().color(QPalette::Highlight), 0.22));
        painter.drawRoundedRect(rect(), 4, 4);
    }
    const QColor chip = isEnabled() ? m_colour : mixed(m_colour, palette().color(QPalette::Window), 0.6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(chip);
    painter.drawRoundedRect(parts.chip, 4, 4);
    painter.setPen(contrastRatio(Qt::white, chip) > contrastRatio(Qt::black, chip) ? Qt::white : Qt::black);
    painter.drawText(parts.chip, Qt::AlignCenter, QStringLiteral("h%1").arg(m_head));
    paintAxis(painter, parts);
    paintHandle(painter, parts);
    paintReach(painter, parts);
}

void SlopeRow::paintAxis(QPainter& painter, const SlopeColumns& columns) const
{
    const QColor ground = palette().color(QPalette::Window);
    const QColor text = palette().color(QPalette::WindowText);
    const double middle = columns.axis.center().y();
    const SlopeAxis& scale = columns.scale;
    painter.setPen(QPen(mixed(ground, text, 0.25), 2));
    painter.drawLine(QPointF(scale.xOf(std::exp2(SlopeAxis::kLowest)), middle), QPointF(scale.right, middle));
    painter.setPen(QPen(mixed(ground, text, 0.45), 2));
    painter.drawLine(QPointF(scale.left, middle - 5), QPointF(scale.left, middle + 5));
    if (!m_official)
        return;
    painter.setPen(QPen(mixed(ground, text, 0.75), 2));
    const double x = scale.xOf(*m_official);
    painter.drawLine(QPointF(x, middle - 10), QPointF(x, middle + 10));
}

void SlopeRow::paintHandle(QPainter& painter, const SlopeColumns& columns) const
{
    const QColor ground = palette().color(QPalette::Window);
    const QColor colour = legibleOn(isEnabled() ? m_colour : palette().color(QPalette::Mid), ground);
    const SlopeAxis& scale = columns.scale;
    const QPointF centre(scale.xOf(m_slope), columns.axis.center().y());
    if (hasFocus()) {
        QColor halo = palette().color(QPalette::Highlight);
        halo.setAlpha(110);
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawEllipse(centre, kKnobRadius + 4, kKnobRadius + 4);
    }
    // What lies beyond the axis points there.
    const bool tooLow = m_slope < 0.0 || (m_slope > 0.0 && m_slope < std::exp2(SlopeAxis::kLowest) * 0.999);
    const bool tooHigh = m_slope > std::exp2(SlopeAxis::kHighest) * 1.001;
    painter.setPen(QPen(ground, 1));
    painter.setBrush(colour);
    if (tooLow || tooHigh) {
        const double way = tooHigh ? kKnobRadius : -kKnobRadius;
        painter.drawPolygon(QPolygonF{centre + QPointF(way, 0), centre + QPointF(-way, -kKnobRadius),
                                      centre + QPointF(-way, kKnobRadius)});
    } else {
        painter.drawEllipse(centre, kKnobRadius, kKnobRadius);
    }
}

void SlopeRow::paintReach(QPainter& painter, const SlopeColumns& columns) const
{
    if (columns.reach.isNull())
        return;
    QString text = QStringLiteral("–");
    if (m_slope >= 0.0) {
        text = distanceText(m_slope);
        if (columns.reachUnit && m_slope > 0.0)
            text = tr("%1 tokens").arg(text);
    }
    painter.setPen(mixed(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.75));
    painter.drawText(columns.reach, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, text);
}

} // namespace ui
