// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/length_slider.h"

#include "ui/controls/length_track.h"
#include "ui/controls/number_box.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPixmap>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ui {

namespace {

constexpr double kStepsPerOctave = 12.0;
constexpr int kSweepMilliseconds = 8000;
constexpr int kLongestPause = 150; // a short sweep is quicker, not slower per step

// Drawn, because the styles' own media icons stay black on a dark theme.
QIcon sweepIcon(bool pause, const QColor& colour, double ratio)
{
    QPixmap pixmap(QSize(14, 14) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    if (pause) {
        painter.drawRect(QRectF(2.5, 2, 3.5, 10));
        painter.drawRect(QRectF(8, 2, 3.5, 10));
    } else {
        painter.drawPolygon(QPolygonF{{3, 1.5}, {12, 7}, {3, 12.5}});
    }
    return QIcon(pixmap);
}

} // namespace

LengthSlider::LengthSlider(QWidget* parent)
    : QWidget(parent)
    , m_track(new LengthTrack(this))
    , m_number(new NumberBox(NumberBox::Kind::Whole, this))
    , m_sweep(new QToolButton(this))
{
    m_number->setAccessibleName(tr("Sequence length in tokens"));
    m_number->setToolTip(tr("Sequence length in tokens"));
    m_track->setToolTip(tr("Drag, or use the arrow keys, Page Up and Page Down. Hold Alt to drag without snapping."));
    m_sweep->setCheckable(true);
    m_sweep->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_sweep->setToolTip(tr("Walk through the lengths up to the longest"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_track, 1);
    row->addWidget(m_number);
    row->addWidget(m_sweep);
    setFocusProxy(m_track);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_pause.setSingleShot(true);
    setRange(m_track->minimum(), m_track->maximum());
    display(m_track->length());
    updateButton();

    connect(m_track, &LengthTrack::touched, this, [this] { setSweeping(false); });
    connect(m_track, &LengthTrack::lengthChosen, this, [this](int length) {
        display(length);
        emit lengthChanged(length);
    });
    connect(&m_track->interaction(), &Interaction::started, this, &LengthSlider::interactionStarted);
    connect(&m_track->interaction(), &Interaction::finished, this, &LengthSlider::interactionFinished);
    connect(&m_track->interaction(), &Interaction::finished, this, &LengthSlider::fitTrack);
    connect(m_number, &NumberBox::valueChanged, this, [this] { typed(m_number->wholeValue()); });
    connect(m_number, &NumberBox::refused, this, [this](const QString& text, double number) {
        if (number > m_number->maximum())
            emit lengthRefused(text.trimmed());
    });
    connect(m_sweep, &QToolButton::toggled, this, &LengthSlider::setSweeping);
    connect(&m_pause, &QTimer::timeout, this, &LengthSlider::tick);
}

void LengthSlider::setRange(int minimum, int maximum, int longest)
{
    setSweeping(false);
    m_usual = std::max({1, minimum, maximum});
    longest = std::max(m_usual, longest);
    m_track->setRange(minimum, std::clamp(m_track->length(), m_usual, longest));
    const QSignalBlocker quiet(m_number);
    m_number->say({});
    m_number->setRange(m_track->minimum(), longest);
    display(m_track->length());
}

// As far as the present length, where that is past the usual end; not while it is being dragged, or the slider would
// move away under the mouse.
void LengthSlider::fitTrack()
{
    if (!m_track->interaction().isActive() || m_track->maximum() < m_number->wholeValue())
        m_track->setRange(m_track->minimum(), std::max(m_usual, m_number->wholeValue()));
}

void LengthSlider::setTrainingLengths(const QVector<int>& lengths) { m_track->setTrainingLengths(lengths); }

void LengthSlider::setLimits(const QVector<int>& lengths) { m_track->setLimits(lengths); }

void LengthSlider::setLength(int length)
{
    if (length == m_track->length())
        return;
    setSweeping(false);
    display(length);
}

int LengthSlider::length() const { return m_track->length(); }
int LengthSlider::minimum() const { return m_track->minimum(); }
int LengthSlider::maximum() const { return m_track->maximum(); }

void LengthSlider::explainRefusal(const QString& sentence) { m_number->say(sentence); }

void LengthSlider::display(int length)
{
    m_number->showValue(length);
    fitTrack();
    m_track->setLength(length);
}

void LengthSlider::typed(int length)
{
    setSweeping(false);
    m_track->interaction().begin();
    display(length);
    emit lengthChanged(length);
    m_track->interaction().end();
}

// ── sweep ──────────────────────────────────────────────────────────────────────────────────────────────────────────

std::deque<int> LengthSlider::ladder(int from, int maximum)
{
    std::deque<int> lengths;
    for (double rung = std::floor(kStepsPerOctave * std::log2(std::max(from, 1))); from < maximum; ++rung) {
        const auto length = std::lround(std::exp2(rung / kStepsPerOctave));
        if (length <= from)
            continue;
        from = static_cast<int>(std::min<long>(length, maximum));
        lengths.push_back(from);
    }
    return lengths;
}

void LengthSlider::turnPage(bool longer) { m_track->turnPage(longer); }

void LengthSlider::setSweeping(bool on)
{
    if (on == m_sweeping || (on && minimum() == maximum())) {
        updateButton();
        return;
    }
    m_sweeping = on;
    m_pause.stop();
    m_awaitsOwner = false;
    updateButton();
    if (!on) {
        m_track->interaction().end();
        emit sweepingChanged(false);
        return;
    }
    const bool again = length() == maximum();
    m_ahead = ladder(again ? minimum() : length(), maximum());
    if (again)
        m_ahead.push_front(minimum());
    const double octaves = std::log2(double(maximum()) / minimum());
    m_pause.setInterval(std::min(kLongestPause, static_cast<int>(kSweepMilliseconds / (kStepsPerOctave * octaves))));
    m_track->interaction().begin();
    emit sweepingChanged(true);
    if (m_sweeping)
        takeStep();
}

void LengthSlider::tick()
{
    m_due = true;
    if (!m_awaitsOwner)
        takeStep();
}

void LengthSlider::stepDone()
{
    m_awaitsOwner = false;
    if (m_sweeping && m_due)
        takeStep();
}

void LengthSlider::takeStep()
{
    const int next = m_ahead.front();
    m_ahead.pop_front();
    m_due = false;
    m_awaitsOwner = true;
    if (!m_ahead.empty())
        m_pause.start();
    display(next);
    emit lengthChanged(next); // the owner may call stepDone() or setSweeping(false) from here
    if (m_ahead.empty())
        setSweeping(false);
}

void LengthSlider::updateButton()
{
    const QSignalBlocker quiet(m_sweep);
    m_sweep->setChecked(m_sweeping);
    m_sweep->setText(m_sweeping ? tr("Pause") : tr("Sweep"));
    m_sweep->setIcon(sweepIcon(m_sweeping, palette().color(QPalette::ButtonText), devicePixelRatioF()));
    // The label changes while it is pressed; the button must not.
    const int text =
        std::max(fontMetrics().horizontalAdvance(tr("Pause")), fontMetrics().horizontalAdvance(tr("Sweep")));
    m_sweep->setMinimumWidth(text + m_sweep->iconSize().width() + 16);
}

void LengthSlider::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        updateButton();
    QWidget::changeEvent(event);
}

} // namespace ui
