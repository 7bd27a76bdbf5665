// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

class QLabel;

namespace ui {

// The sentence with links behind it that open the file and the folder it is in, as rich text; followed by
// connectFileLinks().
QString withFileLinks(const QString& sentence, const QString& path);
void connectFileLinks(QLabel& label);

} // namespace ui
