// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/head_measures.h"

#include <QColor>
#include <QString>
#include <QVector>

#include <span>

namespace ui {

// What is known of one head of one column.
struct HeadRow
{
    int column = 0; // its id
    QString label;  // of the column
    QColor colour;
    core::HeadMeasures measures;
    double slope = 0.0;   // NaN: the encoding has none
    double without = 0.0; // perplexity of the text with this head switched off; NaN: not measured
    double whole = 0.0;   // and with all heads
    bool off = false;     // it is switched off
    int trainingLength = 0;
    bool biases = true; // its encoding adds something to the scores
};

// A number of every head. NaN: there is none.
struct HeadMeasure
{
    enum class Unit { None, Nats, Tokens, Share }; // a share is shown in per cent

    const char* id;
    const char* titleWords; // these two in English
    const char* aboutWords;
    double (*of)(const HeadRow& row);
    Unit unit = Unit::None;
    bool logarithmic = false; // on an axis: heads differ by factors

    QString title() const; // of its column; short
    QString about() const;
    QString axis() const;                     // with its unit
    double plotted(const HeadRow& row) const; // on that axis
    bool isDistance() const { return unit == Unit::Tokens; }
};

// All of them, in the order of their columns.
std::span<const HeadMeasure> headMeasureList();

QString measureText(const HeadMeasure& measure, const HeadRow& row);

} // namespace ui
