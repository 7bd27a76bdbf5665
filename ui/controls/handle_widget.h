// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/interaction.h"

#include <QWidget>

namespace ui {

// A painted widget with one handle on an axis: dragging it, or holding a key that moves it, is one Interaction,
// whatever ends it. What the handle stands for is the derived widget's.
class HandleWidget : public QWidget
{
    Q_OBJECT

public:
    // `interaction` outlives the widget. Widgets that share one are edited one at a time.
    HandleWidget(Interaction& interaction, QWidget* parent);

    bool isDragging() const { return m_dragging; }

    static constexpr double kHandleRadius = 7.0; // pixels in which a press takes hold of the handle as it is

protected:
    virtual bool isOnAxis(const QPointF& position) const = 0; // whether a press there moves the handle
    virtual double handleX() const = 0;
    virtual void dragTo(const QPointF& position, Qt::KeyboardModifiers modifiers) = 0;
    virtual void grabbed() {} // a press is about to begin a drag

    // A key that moves the handle went down: call before moving it. Does nothing during a drag and then says false.
    bool holdKey();

    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

    Interaction& handleInteraction() { return m_interaction; }

private:
    void letKeyGo();

    Interaction& m_interaction;
    bool m_dragging = false;
    bool m_keyHeld = false;
};

} // namespace ui
