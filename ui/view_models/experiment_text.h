// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

namespace ui {

// Sentences about experiments, translated.
inline QString experimentText(const char* text) { return QCoreApplication::translate("ui::ExperimentResults", text); }

} // namespace ui
