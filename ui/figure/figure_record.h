// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QVector>

#include <utility>

namespace ui {

class Figure;

// What a file says of how its figure was made, beside what the figure shows. What is empty is left out.
struct FigureRecord
{
    QStringList models;   // each with the hash of its weights
    QString text;         // a name, or how it begins
    QString command;      // that makes the figure again
    QString session = {}; // core::sessionText(), for core::sessionInPicture()

    // Names as PNG has them (Title, Software, …) and what belongs to them, the figure's words and the program among it.
    QVector<std::pair<QString, QString>> entriesFor(const Figure& figure) const;
};

// The program's name and version, as the application object has them; empty where it has none.
QString programName();

// The entries as XMP (ISO 16684-1): PDF and SVG carry it. With nothing of the day or the machine in it.
QByteArray xmpOf(const QVector<std::pair<QString, QString>>& entries);

// As the text of an element or the value of an attribute: what XML 1.0 cannot hold becomes U+FFFD.
QByteArray xmlText(const QString& text);

} // namespace ui
