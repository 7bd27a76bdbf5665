// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace ui {

// A label that can be dragged away; what goes along says who listens.
class DragLabel : public QLabel
{
    Q_OBJECT

public:
    explicit DragLabel(QWidget* parent = nullptr);

signals:
    void dragged(); // the mouse has left where it was pressed

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    QPoint m_pressed;
};

} // namespace ui
