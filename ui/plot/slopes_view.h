// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/slopes_figure.h"

#include <QWidget>

namespace ui {

// A SlopesFigure on screen; the mouse reads out its marks.
class SlopesView : public QWidget
{
    Q_OBJECT

public:
    explicit SlopesView(QWidget* parent = nullptr);

    void setContent(const SlopesContent& content);
    const SlopesContent& content() const { return m_content; }
    SlopesFigure figure() const { return {m_content, size(), {font(), palette()}}; }

    QSize sizeHint() const override { return {420, 240}; }
    QSize minimumSizeHint() const override { return {160, 110}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    SlopesContent m_content;
};

} // namespace ui
