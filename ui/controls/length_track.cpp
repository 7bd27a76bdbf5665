// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/length_track.h"

#include "ui/controls/small_type.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/ticks.h"

#include <QKeyEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr double kGrooveHeight = 6.0;
constexpr double kGap = 6.0; // least distance between two labels
constexpr double kKeyFactor = 1.02;
constexpr double kWheelFactor = 1.0594630943592953; // 2^(1/12) for one notch

// A step by `factor` that moves by at least 1.
int scaled(int length, double factor)
{
    const auto moved = std::lround(length * factor);
    if (moved == length)
        return factor > 1.0 ? length + 1 : length - 1;
    return static_cast<int>(moved);
}

QVector<int> sortedOnce(QVector<int> lengths)
{
    std::sort(lengths.begin(), lengths.end());
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    return lengths;
}

bool isFree(const QRectF& box, const auto& placed)
{
    return std::none_of(placed.begin(), placed.end(),
                        [&](const auto& other) { return other.box.adjusted(-kGap, 0, kGap, 0).intersects(box); });
}

} // namespace

LengthTrack::LengthTrack(QWidget* parent)
    : HandleWidget(m_interaction, parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Sequence length"));
}

void LengthTrack::setRange(int minimum, int maximum)
{
    m_minimum = std::max(minimum, 1);
    m_maximum = std::max(maximum, m_minimum);
    m_length = std::clamp(m_length, m_minimum, m_maximum);
    update();
}

void LengthTrack::setLength(int length)
{
    length = std::clamp(length, m_minimum, m_maximum);
    if (length == m_length)
        return;
    m_length = length;
    update();
}

void LengthTrack::setTrainingLengths(QVector<int> lengths)
{
    lengths = sortedOnce(std::move(lengths));
    if (lengths == m_trainingLengths)
        return;
    m_trainingLengths = std::move(lengths);
    update();
}

void LengthTrack::setLimits(QVector<int> lengths)
{
    lengths = sortedOnce(std::move(lengths));
    if (lengths == m_limits)
        return;
    m_limits = std::move(lengths);
    update();
}

// ── geometry ───────────────────────────────────────────────────────────────────────────────────────────────────────

QRectF LengthTrack::groove() const
{
    const QFontMetricsF metrics(smallType(font()));
    const double side = std::max(kHandleRadius + 3.0, metrics.horizontalAdvance(QString::number(m_maximum)) / 2.0);
    const double top = metrics.height() + 1.0 + kHandleRadius - kGrooveHeight / 2.0 + 2.0;
    return {side, top, std::max(width() - 2.0 * side, 1.0), kGrooveHeight};
}

double LengthTrack::xOf(double length) const
{
    const QRectF line = groove();
    if (m_minimum == m_maximum)
        return line.center().x();
    return line.left() + line.width() * std::log(length / m_minimum) / std::log(double(m_maximum) / m_minimum);
}

int LengthTrack::lengthAt(double x) const
{
    const QRectF line = groove();
    const double share = std::clamp((x - line.left()) / line.width(), 0.0, 1.0);
    const double length = m_minimum * std::pow(double(m_maximum) / m_minimum, share);
    return std::clamp(static_cast<int>(std::lround(length)), m_minimum, m_maximum);
}

int LengthTrack::snapped(double x) const
{
    const double octave = groove().width() / std::max(std::log2(double(m_maximum) / m_minimum), 1.0);
    int best = lengthAt(x);
    double distance = std::min(6.0, octave / 4.0);
    const auto offer = [&](int length, double handicap) {
        if (length < m_minimum || length > m_maximum || std::abs(xOf(length) - x) + handicap >= distance)
            return;
        best = length;
        distance = std::abs(xOf(length) - x) + handicap;
    };
    for (const int length : m_trainingLengths)
        offer(length, 0.0);
    for (int power = 1; power <= m_maximum / 2; power *= 2)
        offer(power * 2, 2.0); // a training length beside a power of two is the one meant
    return best;
}

QSize LengthTrack::sizeHint() const { return {420, minimumSizeHint().height()}; }

QSize LengthTrack::minimumSizeHint() const
{
    const double text = QFontMetricsF(smallType(font())).height();
    return {120, static_cast<int>(std::ceil(2.0 * text + 2.0 * kHandleRadius + 7.0))};
}

// ── input ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void LengthTrack::choose(double length)
{
    const int before = m_length;
    setLength(static_cast<int>(std::clamp(length, double(m_minimum), double(m_maximum))));
    if (m_length != before)
        emit lengthChosen(m_length);
}

void LengthTrack::dragTo(const QPointF& position, Qt::KeyboardModifiers modifiers)
{
    choose(modifiers.testFlag(Qt::AltModifier) ? lengthAt(position.x()) : snapped(position.x()));
}

void LengthTrack::wheelEvent(QWheelEvent* event)
{
    event->accept();
    const QPoint turn = event->angleDelta(); // Alt turns the wheel sideways on some systems
    m_wheel += turn.y() != 0 ? turn.y() : turn.x();
    const int notches = m_wheel / QWheelEvent::DefaultDeltasPerStep;
    if (notches == 0 || isDragging())
        return;
    m_wheel -= notches * QWheelEvent::DefaultDeltasPerStep;
    emit touched();
    m_interaction.beginOrContinue();
    int length = m_length;
    for (int i = 0; i < std::min(std::abs(notches), 100); ++i)
        length = scaled(length, notches > 0 ? kWheelFactor : 1.0 / kWheelFactor);
    choose(length);
    m_interaction.endLater();
}

int LengthTrack::afterKey(int key) const
{
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        return std::max(scaled(m_length, 1.0 / kKeyFactor), m_minimum);
    case Qt::Key_Right:
    case Qt::Key_Up:
        return scaled(m_length, kKeyFactor);
    case Qt::Key_PageUp:
        return m_length > m_maximum / 2 ? m_maximum : 2 * m_length;
    case Qt::Key_PageDown:
        return std::max(m_length / 2, m_minimum);
    case Qt::Key_Home:
        return m_minimum;
    case Qt::Key_End:
        return m_maximum;
    default:
        return 0;
    }
}

void LengthTrack::turnPage(bool longer)
{
    emit touched();
    m_interaction.begin();
    choose(afterKey(longer ? Qt::Key_PageUp : Qt::Key_PageDown));
    m_interaction.end();
}

void LengthTrack::keyPressEvent(QKeyEvent* event)
{
    const int length = afterKey(event->key());
    if (length == 0 || (event->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
        return QWidget::keyPressEvent(event);
    if (isDragging())
        return;
    emit touched();
    if (holdKey())
        choose(length);
}

// Its keys end here, held or not: the window sends them from wherever they were pressed, and would again.
void LengthTrack::keyReleaseEvent(QKeyEvent* event)
{
    HandleWidget::keyReleaseEvent(event);
    if (afterKey(event->key()) != 0)
        event->accept();
}

void LengthTrack::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

// ── painting ───────────────────────────────────────────────────────────────────────────────────────────────────────

void LengthTrack::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallType(font()));
    paintGroove(painter);
    paintTicks(painter);
    paintTraining(painter);
    paintLimits(painter);
    paintHandle(painter);
}

void LengthTrack::paintGroove(QPainter& painter) const
{
    const QPalette colours = palette();
    const QRectF line = groove();
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(colours.color(QPalette::Window), colours.color(QPalette::WindowText), 0.22));
    painter.drawRoundedRect(line, kGrooveHeight / 2, kGrooveHeight / 2);
    // Past each training length the ground gets one tint warmer: nothing was learned there.
    QColor warm = trainingColour();
    warm.setAlpha(isEnabled() ? 80 : 30);
    for (const int length : m_trainingLengths) {
        if (length >= m_maximum)
            continue;
        QRectF past = line.adjusted(0, -5, 0, 5);
        past.setLeft(xOf(std::max(length, m_minimum)));
        painter.setBrush(warm);
        painter.drawRect(past);
    }
    QRectF done = line;
    done.setRight(xOf(m_length));
    painter.setBrush(colours.color(isEnabled() ? QPalette::Highlight : QPalette::Mid));
    painter.drawRoundedRect(done, kGrooveHeight / 2, kGrooveHeight / 2);
}

QVector<LengthTrack::Label> LengthTrack::tickLabels() const
{
    const QFontMetricsF metrics(smallType(font()));
    const double top = groove().bottom() + kHandleRadius + 1.0;
    const auto labelFor = [&](int length) {
        const QString text = QString::number(length);
        const double wide = metrics.horizontalAdvance(text);
        const double left = std::clamp(xOf(length) - wide / 2.0, 0.0, std::max(width() - wide, 0.0));
        return Label{QRectF(left, top, wide, metrics.height()), text};
    };
    QVector<Label> placed{labelFor(m_maximum)};
    const int most = static_cast<int>(groove().width() / (placed.first().box.width() + kGap));
    if (const Label least = labelFor(m_minimum); isFree(least.box, placed))
        placed.append(least);
    for (const double tick : octaveTicks(m_minimum, m_maximum, most))
        if (const Label label = labelFor(static_cast<int>(tick)); isFree(label.box, placed))
            placed.append(label);
    return placed;
}

void LengthTrack::paintTicks(QPainter& painter) const
{
    const QPalette colours = palette();
    const QColor text = colours.color(QPalette::WindowText);
    const double bottom = groove().bottom();
    painter.setPen(mixed(colours.color(QPalette::Window), text, 0.5));
    for (const double tick : octaveTicks(m_minimum, m_maximum, 31))
        painter.drawLine(QPointF(xOf(tick), bottom + 2), QPointF(xOf(tick), bottom + 6));
    painter.setPen(mixed(colours.color(QPalette::Window), text, 0.8));
    for (const Label& label : tickLabels())
        painter.drawText(label.box, Qt::AlignCenter | Qt::TextDontClip, label.text);
}

QVector<LengthTrack::Label> LengthTrack::captions() const
{
    const QFontMetricsF metrics(smallType(font()));
    QVector<Label> placed;
    const auto place = [&](int length, const QString& full) {
        if (length < m_minimum || length > m_maximum)
            return;
        for (const QString& text : {full, QString::number(length)}) {
            const double wide = metrics.horizontalAdvance(text);
            const double left = std::clamp(xOf(length) - wide / 2.0, 0.0, std::max(width() - wide, 0.0));
            const QRectF box(left, 0, wide, metrics.height());
            if (wide > width() || !isFree(box, placed))
                continue;
            placed.append({box, text});
            break;
        }
    };
    for (const int length : m_trainingLengths)
        place(length, (m_limits.contains(length) ? tr("trained %1, limit") : tr("trained %1")).arg(length));
    for (const int length : m_limits)
        if (!m_trainingLengths.contains(length))
            place(length, tr("limit %1").arg(length));
    return placed;
}

void LengthTrack::paintTraining(QPainter& painter) const
{
    const QColor ground = palette().color(QPalette::Window);
    const QColor warm = trainingColour();
    const QColor text = palette().color(QPalette::WindowText);
    const QRectF line = groove();
    painter.setPen(QPen(isEnabled() ? legibleOn(warm, ground) : mixed(ground, text, 0.4), 2));
    for (const int length : m_trainingLengths)
        if (length >= m_minimum && length <= m_maximum)
            painter.drawLine(QPointF(xOf(length), line.top() - 7), QPointF(xOf(length), line.bottom() + 6));
    painter.setPen(isEnabled() ? legibleOn(warm, ground, 4.5) : mixed(ground, text, 0.5));
    for (const Label& caption : captions())
        painter.drawText(caption.box, Qt::AlignCenter | Qt::TextDontClip, caption.text);
}

// A stop: a line with a bar across that points back to what can be read.
void LengthTrack::paintLimits(QPainter& painter) const
{
    const QRectF line = groove();
    painter.setPen(QPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText), 2));
    for (const int length : m_limits)
        if (length >= m_minimum && length <= m_maximum) {
            const double x = xOf(length) + 3.0;
            painter.drawPolyline(QPolygonF{
                {x - 4, line.top() - 7}, {x, line.top() - 7}, {x, line.bottom() + 6}, {x - 4, line.bottom() + 6}});
        }
}

void LengthTrack::paintHandle(QPainter& painter) const
{
    const QPalette colours = palette();
    const QPointF centre(xOf(m_length), groove().center().y());
    const QColor accent = colours.color(isEnabled() ? QPalette::Highlight : QPalette::Mid);
    if (hasFocus()) {
        QColor halo = accent;
        halo.setAlpha(90);
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawEllipse(centre, kHandleRadius + 3, kHandleRadius + 3);
    }
    painter.setPen(QPen(legibleOn(accent, colours.color(QPalette::Window)), 2));
    painter.setBrush(colours.color(QPalette::Base));
    painter.drawEllipse(centre, kHandleRadius - 1, kHandleRadius - 1);
}

} // namespace ui
