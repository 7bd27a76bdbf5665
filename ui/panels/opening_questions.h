// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/questions.h"

class QWidget;

namespace ui {

// The questions as dialogs over `parent`, which must outlive them.
Questions questionsOver(QWidget* parent);

} // namespace ui
