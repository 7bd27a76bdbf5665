// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/style.h"

#include <memory>
#include <vector>

namespace ui {

// A page as it is saved: a title, figures, and a caption that says what they were made of. The figures stand below each
// other or, so many of them `across`, in rows as high as the highest of each. As wide as the widest row; as high as
// everything takes.
struct SheetContent
{
    QString title; // empty, or the style has none: none
    std::vector<std::shared_ptr<const Figure>> parts;
    QString caption; // wrapped; empty: none
    int across = 1;
    bool letters = false; // "a", "b", … above the parts, by which a text names them
};

class Sheet : public Figure
{
public:
    Sheet(SheetContent content, FigureStyle style);

    // What title and caption leave of a sheet of that size.
    static int heightForParts(const SheetContent& content, QSize sheet, const FigureStyle& style);

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QString words() const override; // title and caption
    QVector<FigureNumbers> numbers() const override;

private:
    std::vector<QPoint> corners() const; // of the parts
    int letterHeight() const;

    SheetContent m_content;
    FigureStyle m_style;
    QFont m_titleFont;
    QFont m_captionFont;
    QSize m_size{0, 0};
    int m_titleHeight = 0;
    int m_captionHeight = 0;
};

} // namespace ui
