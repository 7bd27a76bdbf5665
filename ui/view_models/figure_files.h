// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_options.h"
#include "ui/view_models/figure_maker.h"

#include <QString>
#include <QStringList>

namespace ui {

// What a figure of a session can be written as: the endings of pictures, then those of the numbers behind it.
QStringList figureFileEndings();
bool isNumbersEnding(const QString& ending);
bool carriesSession(const QString& ending); // see core/base/picture_session.h

// In the format the path ends in, which is one of those, whole or not at all; the record says what it was made of.
// Throws core::Error.
void writeFigureFile(const QString& path, const FigureRequest& request, const Figure& figure,
                     const FigureRecord& record);

// The command that makes the request's figure again from the picture at `path`, which carries its session.
QString figureCommand(const FigureRequest& request, const QString& path);

} // namespace ui
