// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

namespace ui {

// Sentences about studies, translated.
inline QString studyText(const char* text) { return QCoreApplication::translate("ui::StudyResults", text); }

} // namespace ui
