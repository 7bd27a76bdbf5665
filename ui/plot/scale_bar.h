// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/value_range.h"

#include <QColor>
#include <QVector>
#include <QWidget>

namespace ui {

// The colours between two numbers, in one line of text.
class ScaleBar : public QWidget
{
    Q_OBJECT

public:
    explicit ScaleBar(QWidget* parent = nullptr);

    // From low to high; none: nothing is shown.
    void setScale(const core::ValueRange& range, const QVector<QColor>& colours);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    core::ValueRange m_range;
    QVector<QColor> m_colours;
};

} // namespace ui
