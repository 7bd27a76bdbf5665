// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/head_behaviour.h"

#include <QString>
#include <QStringList>

namespace ui {

// The words for what a head mostly does, each with the number that earned it.

// Ever shorter: "previous 0.83", "prev 0.83", "pr .83".
QStringList behaviourLabels(const core::HeadBehaviour& behaviour);
// The shortest of every kind.
QStringList shortestLabels();
// What the label means, and from which number on it is given.
QString behaviourText(const core::HeadBehaviour& behaviour);

} // namespace ui
