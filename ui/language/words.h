// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

namespace ui {

// A text of core's in the person's language.
inline QString words(std::string_view english) { return QString::fromStdString(core::translated(english)); }

inline QString words(const core::Sentence& sentence) { return QString::fromStdString(sentence.translated()); }

// What went wrong, as the sentence to show.
inline QString sentenceOf(const std::exception& problem)
{
    const auto* error = dynamic_cast<const core::Error*>(&problem);
    return error != nullptr ? QString::fromStdString(error->message()) : QString::fromUtf8(problem.what());
}

} // namespace ui
