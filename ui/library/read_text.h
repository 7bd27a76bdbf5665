// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace ui {

// The text that is read, as the engine gets it; it cuts it into tokens with each model's own tokenizer.
struct ReadText
{
    QString title;
    std::string text;
    bool cut = false; // it went on
};

} // namespace ui
