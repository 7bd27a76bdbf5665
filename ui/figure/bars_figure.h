// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/style.h"

#include <QStringList>
#include <QVector>

namespace ui {

// Groups of horizontal bars, each group with a scale of its own that begins at 0, each bar with its name and number.
struct BarGroup
{
    QString title;
    QVector<double> values; // NaN: none yet
    QStringList texts;
    bool operator==(const BarGroup&) const = default;
};

struct BarsContent
{
    QVector<BarGroup> groups;
    QStringList names; // one per bar of a group
    QVector<QColor> colours;
    bool operator==(const BarsContent&) const = default;
};

class BarsFigure : public Figure
{
public:
    BarsFigure(BarsContent content, QSize size, FigureStyle style);

    // Smaller, its texts would not find room.
    static QSize leastSize(const BarsContent& content, const QFont& font);
    // Room for every bar, comfortably.
    static int heightFor(const BarsContent& content, const QFont& font);

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QString words() const override; // every number, a line each
    QVector<FigureNumbers> numbers() const override;

private:
    BarsContent m_content;
    QSize m_size;
    FigureStyle m_style;
};

} // namespace ui
