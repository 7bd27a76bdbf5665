// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/handle_widget.h"

#include <QVector>

namespace ui {

// The painted part of LengthSlider: a logarithmic axis with a handle. Ticks stand at the powers of two, every training
// length is a marked line, and what lies past one is tinted.
class LengthTrack : public HandleWidget
{
    Q_OBJECT

public:
    explicit LengthTrack(QWidget* parent = nullptr);

    void setRange(int minimum, int maximum); // 1 <= minimum <= maximum; keeps the length inside
    void setLength(int length);              // emits nothing; clamped to the range
    void setTrainingLengths(QVector<int> lengths);
    void setLimits(QVector<int> lengths);

    int minimum() const { return m_minimum; }
    int maximum() const { return m_maximum; }
    int length() const { return m_length; }
    const QVector<int>& trainingLengths() const { return m_trainingLengths; }
    const QVector<int>& limits() const { return m_limits; }
    Interaction& interaction() { return m_interaction; }

    double xOf(double length) const; // pixels, logarithmic
    int lengthAt(double x) const;    // clamped to the range
    void turnPage(bool longer);      // as Page Up and Page Down do
    int snapped(double x) const;     // like lengthAt, but a training length or a power of two within a few pixels wins

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void lengthChosen(int length); // by mouse, keys or wheel
    void touched();                // any mouse press, key or wheel turn meant for the track

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Label
    {
        QRectF box;
        QString text;
    };

    QRectF groove() const;
    void choose(double length);
    bool isOnAxis(const QPointF& /*position*/) const override { return true; }
    double handleX() const override { return xOf(m_length); }
    void dragTo(const QPointF& position, Qt::KeyboardModifiers modifiers) override;
    void grabbed() override { emit touched(); }
    int afterKey(int key) const; // the length after the key, 0 if it is none of the track's keys
    QVector<Label> tickLabels() const;
    QVector<Label> captions() const;
    void paintGroove(QPainter& painter) const;
    void paintTicks(QPainter& painter) const;
    void paintTraining(QPainter& painter) const;
    void paintLimits(QPainter& painter) const;
    void paintHandle(QPainter& painter) const;

    int m_minimum = 8;
    int m_maximum = 4096;
    int m_length = 64;
    QVector<int> m_trainingLengths; // sorted, no doubles
    QVector<int> m_limits;          // likewise
    Interaction m_interaction;
    int m_wheel = 0; // eighths of a degree not used yet: touchpads send small turns
};

} // namespace ui
