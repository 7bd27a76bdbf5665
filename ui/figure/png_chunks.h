// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>

#include <utility>

namespace ui {

// A PNG file with these texts in it, after its header, each by its name (Latin letters): UTF-8, every character as it
// is (iTXt, PNG specification 11.3.3.4; what Qt writes would lose spaces). `png` must be a whole file.
QByteArray withPngTexts(const QByteArray& png, const QVector<std::pair<QString, QString>>& texts);

} // namespace ui
