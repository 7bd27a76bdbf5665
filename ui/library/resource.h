// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace ui {

// What travels inside the program (resources/resources.qrc), by its path there: "texts/market.txt". Any thread.
QString insidePath(const QString& path); // as QFile opens it
bool hasResource(const QString& path);
// Throws core::Error when there is no such file.
QByteArray resource(const QString& path);

} // namespace ui
