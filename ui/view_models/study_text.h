// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/phrase.h"

#include <QString>

namespace ui {

// What core says about studies, translated: every text that is marked with core::said().
QString studyText(const char* text);
QString studyText(const core::Phrase& phrase);
QString numberText(const core::ShownNumber& number);

} // namespace ui
