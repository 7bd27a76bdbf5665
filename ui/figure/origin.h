// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

// Where numbers on screen come from. Legends and captions mark it; every mark is made here.
enum class Origin {
    Measured, // a model computed it now
    Formula,  // from the encoding's rule and what the model has learned for it: no text was read
    Paper,    // published
};

QString originMark(Origin origin);  // a sign: "✓"
QString originText(Origin origin);  // with its word: "✓ measured now"
QString originAbout(Origin origin); // a sentence

} // namespace ui
