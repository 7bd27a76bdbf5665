// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>

namespace ui {

// Same object, same colour everywhere: chips, borders and curves ask here.

// The colour of a position encoding, after Okabe and Ito's palette for colour-blind readers; `id` as in encodings.def.
// An id that is not known gets one of the remaining colours, always the same one.
QColor encodingColour(const QString& id);

// The colour of the nth model of one encoding beside others, from 0: that is encodingColour(), the next three are
// others that stay apart from it, from each other and from those of other encodings that can stand beside them among
// four models, also when legibleOn() has moved them. More repeat them greyer.
QColor encodingShade(const QString& id, int nth);

// The colour of a head out of `heads`. Up to 12 heads differ in hue and alternate in lightness; further heads repeat
// the hues in between at other lightnesses, so that neighbours never look alike. Heads count from 0.
QColor headColour(int head, int heads);

// Marks the training length and tints what lies past it; no encoding has this colour.
QColor trainingColour();

// The same hue, made lighter or darker until its contrast with `background` is at least `contrast` (WCAG 2.1 ratio; 3
// is asked of lines, 4.5 of text). On dark backgrounds 1.4 times as much: there the ratio flatters.
QColor legibleOn(const QColor& colour, const QColor& background, double contrast = 3.0);

// WCAG 2.1 contrast ratio, 1 … 21.
double contrastRatio(const QColor& a, const QColor& b);

// `share` of b, the rest of a.
QColor mixed(const QColor& a, const QColor& b, double share);

// 1: nothing behind it shows.
QColor seeThrough(QColor colour, double opacity);

} // namespace ui
