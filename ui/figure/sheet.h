// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/style.h"

#include <memory>
#include <vector>

namespace ui {

// A page as it is saved: a title, figures below each other, and a caption that says what they were made of. As wide as
// the widest figure; as high as everything takes.
struct SheetContent
{
    QString title; // empty: none
    std::vector<std::shared_ptr<const Figure>> parts;
    QString caption; // wrapped; empty: none
};

class Sheet : public Figure
{
public:
    Sheet(SheetContent content, FigureStyle style);

    QSize size() const override { return m_size; }
    void paint(QPainter& painter, double ratio) const override;
    QString words() const override; // title and caption

private:
    QRect titleBox() const;
    QRect captionBox() const;

    SheetContent m_content;
    FigureStyle m_style;
    QFont m_titleFont;
    QFont m_captionFont;
    QSize m_size;
    int m_titleHeight = 0;
    int m_captionHeight = 0;
};

} // namespace ui
