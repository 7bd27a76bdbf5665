// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/bars_figure.h"

#include <QWidget>

namespace ui {

// A BarsFigure on screen.
class BarGroups : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    void setContent(const BarsContent& content);
    const BarsContent& content() const { return m_content; }

    QSize sizeHint() const override { return {420, 240}; }
    QSize minimumSizeHint() const override { return {240, 160}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    BarsFigure figure() const;

    BarsContent m_content;
};

} // namespace ui
