// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/matrix_figure.h"

#include <QImage>
#include <QWidget>

namespace ui {

// A MatrixFigure on screen.
class MatrixView : public QWidget
{
    Q_OBJECT

public:
    explicit MatrixView(QWidget* parent = nullptr);

    void setContent(MatrixContent content);
    const MatrixContent& content() const { return m_content; }

    QSize sizeHint() const override { return {420, 240}; }
    QSize minimumSizeHint() const override { return {160, 110}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    MatrixContent m_content;
    QImage m_picture; // null: to be made
};

} // namespace ui
