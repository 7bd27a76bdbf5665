// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/head_behaviour.h"
#include "ui/figure/heads_figure.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace ui {

class Session;
struct ColumnState;

// The words for what a head mostly does, each with the number that earned it.

// Ever shorter: "previous 0.83", "previous .83", "prev 0.83" … "pr .83".
QStringList behaviourLabels(const core::HeadBehaviour& behaviour);
// The shortest of every kind.
QStringList shortestLabels();
// What the label means, and from which number on it is given.
QString behaviourText(const core::HeadBehaviour& behaviour);

// What thumbnails say of a column's heads, layer by layer: which are switched off, and what the others do where that is
// measured (null: it is not).
std::vector<HeadMark> headMarks(const Session& session, const ColumnState& column,
                                const std::vector<core::HeadMeasures>* measures);

} // namespace ui
