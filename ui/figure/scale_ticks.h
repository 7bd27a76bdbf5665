// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/colour_scale.h"

#include <QString>
#include <QVector>

namespace ui {

// A number at a colour bar: where it stands, from 0 at the first colour to 1 at the last, and how it is written.
struct ScaleTick
{
    double place = 0.0;
    QString text;
};

// At most so many (at least 2). On a logarithmic scale powers of ten and the like; of percentiles the rank with its
// value, "75 %  0.031", in brief the value alone.
QVector<ScaleTick> scaleTicks(const core::ColourScale& scale, int atMost, bool brief);

// "linear", "logarithmic", "by rank", "linear without key 0".
QString scaleName(core::Scale scale);

} // namespace ui
