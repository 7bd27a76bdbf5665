// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QVector>
#include <QWidget>

#include <deque>

class QToolButton;

namespace ui {

class LengthTrack;
class NumberBox;

// Chooses the sequence length in tokens: a logarithmic slider, a typed number and a sweep through the lengths. The
// slider ends at a useful length; a longer one can be typed, and then the slider reaches as far as that.
// GUI thread only. set…() never emits lengthChanged; that signal means a person, or the sweep, chose.
class LengthSlider : public QWidget
{
    Q_OBJECT

public:
    explicit LengthSlider(QWidget* parent = nullptr);

    // 8 … 4096 at first. Typed lengths may go up to `longest`, if that is more. The length is kept inside quietly: read
    // length() afterwards.
    void setRange(int minimum, int maximum, int longest = 0);
    // Marks each on the track as a line "trained 64" and tints what lies past it; the handle snaps to them.
    void setTrainingLengths(const QVector<int>& lengths);
    // Marks each as a line with "limit 64": a model reads no more than that.
    void setLimits(const QVector<int>& lengths);
    // A length other than the present one also ends a sweep.
    void setLength(int length);

    int length() const;
    int minimum() const;
    int maximum() const; // of the slider as it is now
    bool isSweeping() const { return m_sweeping; }

    // Starts or stops walking up a ladder of twelve lengths per octave, from the present length (from the minimum if
    // that is the maximum) to the maximum; all of 8 … 4096 takes about eight seconds. After each lengthChanged the next
    // step waits for stepDone(). Ends at the maximum, at any input, or here.
    void setSweeping(bool on);
    // Beside the number, until another one is chosen: why a length was refused and what can be done.
    void explainRefusal(const QString& sentence);
    // The owner has shown the length of the last step.
    void stepDone();

    // To twice or half the length, as Page Up and Page Down do.
    void turnPage(bool longer);

    // The lengths after `from`, up to and with `maximum`, rising.
    static std::deque<int> ladder(int from, int maximum);

signals:
    void lengthChanged(int length); // live while dragging
    // Typed, but longer than the longest. The number says what is allowed; an owner who knows why may explainRefusal().
    void lengthRefused(const QString& typed);
    // Around everything that belongs together: a drag, a held key, some wheel turns, one typed number, one sweep.
    void interactionStarted();
    void interactionFinished();
    void sweepingChanged(bool on);

protected:
    void changeEvent(QEvent* event) override;

private:
    void display(int length);
    void fitTrack();
    void typed(int length);
    void tick();
    void takeStep();
    void updateButton();

    LengthTrack* m_track;
    NumberBox* m_number;
    QToolButton* m_sweep;
    int m_usual = 0; // the slider's end while the length is not longer
    bool m_sweeping = false;
    bool m_awaitsOwner = false; // a step was announced and stepDone() has not come
    bool m_due = false;         // the pause since the last step is over
    std::deque<int> m_ahead;
    QTimer m_pause;
};

} // namespace ui
