// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <QStringList>

namespace read_back {

// What another program prints when it is given these words. Fails the test where it is missing or fails.
QByteArray printed(const QString& program, const QStringList& words);

// A PDF through poppler or an SVG through librsvg, so many pixels to the inch.
QImage rendered(const QString& path, double dpi);

} // namespace read_back
