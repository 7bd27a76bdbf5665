// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/heads_text.h"

#include <QStringList>

namespace ui {

QString headsText(const std::vector<core::HeadPlace>& heads)
{
    QStringList parts;
    for (const core::HeadPlace& place : heads)
        parts.append(QStringLiteral("%1.%2").arg(place.layer).arg(place.head));
    return parts.join(QStringLiteral(", "));
}

} // namespace ui
