// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <optional>

class QWidget;

namespace ui {

// A kind of file that can be saved.
struct SaveKind
{
    QString ending; // without the dot
    QString label;  // in the dialog
};
QVector<SaveKind> pictureKinds(bool pixelsOnly = false); // of ui/figure/writers.def

// The path with the first ending added when it has none of them; a dot in the name is no ending ("layer0.head3").
// Throws core::Error naming the endings there are when the path has that of another kind of file ("map.jpg").
QString withEnding(const QString& path, const QStringList& endings);

// Asks where to save; asks again before an existing file is replaced, whatever ending was added to what was typed.
// Nothing when a person changed their mind. Throws core::Error like withEnding().
std::optional<QString> askSavePath(QWidget* parent, const QString& title, const QString& suggestion,
                                   const QVector<SaveKind>& kinds);

} // namespace ui
