// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/reader.h"
#include "ui/controls/slope_text.h"

#include <QString>

#include <cmath>

namespace fuzz {

// A typed slope.
void slope(std::string_view bytes)
{
    const auto read = ui::parseSlope(QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (!read)
        return;
    promise(std::isfinite(*read) && std::abs(*read) <= ui::kLargestSlope, "a slope is within its limits");
    const auto again = ui::parseSlope(ui::formatSlope(*read));
    promise(again && (std::abs(*read) < 1e-300 || std::abs(*again - *read) <= 2e-3 * std::abs(*read)),
            "what is shown is read as the same");
}

} // namespace fuzz
