// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/sum_figure.h"

#include <QWidget>

namespace ui {

// A SumFigure on screen, as high as it needs; the mouse reads out its bars.
class SumView : public QWidget
{
    Q_OBJECT

public:
    explicit SumView(QWidget* parent = nullptr);

    void setContent(const SumContent& content);
    const SumContent& content() const { return m_content; }

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    SumFigure figure(int width) const;

    SumContent m_content;
};

} // namespace ui
