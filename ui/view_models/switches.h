// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"
#include "core/position/options.h"
#include "core/setup/setup.h"

#include <QString>
#include <QStringList>
#include <QVector>

#include <vector>

namespace ui {

// A switch: an option a column's trained model runs with that its checkpoint does not have.
struct ShownSwitch
{
    QString text;  // a few words: "window 64"
    QString about; // a sentence: what it does, and where it comes from
};

// Slopes first, then the others in the order the encoding describes them. `checkpoint` is the one `column` names and
// accepts its switches.
QVector<ShownSwitch> switchesOf(const core::Column& column, const core::Checkpoint& checkpoint);

// What the checkpoint was trained with that is not its encoding's standard, a few words each.
QStringList trainedWith(const core::Checkpoint& checkpoint);

// The value of an option in a column, its standard included; null: off.
core::Json optionInForce(const core::Column& column, const core::Checkpoint& checkpoint, const core::Option& option);
// Sets it, null meaning its standard, and forgets it where that comes to what the checkpoint has. Options that need
// this one go with it.
void setOption(core::Column& column, const core::Checkpoint& checkpoint, const core::Option& option,
               const core::Json& value);

// Gives the column's heads these slopes, and forgets them where they are the checkpoint's own. ALiBi only.
void setSlopes(core::Column& column, const core::Checkpoint& checkpoint, std::vector<double> slopes);
// The slopes of the column's heads, before any scaling. ALiBi only.
std::vector<double> slopesOf(const core::Column& column, const core::Checkpoint& checkpoint);
// The checkpoint's own. ALiBi only.
std::vector<double> ownSlopes(const core::Checkpoint& checkpoint);

// What a badge says of an option with this value.
ShownSwitch shownSwitch(const core::Option& option, const core::Json& value);

// The slopes the heads really get: scaling included. ALiBi only.
std::vector<double> slopesInForce(const core::Column& column, const core::Checkpoint& checkpoint);

} // namespace ui
