// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"
#include "core/position/options.h"
#include "core/setup/setup.h"

#include <QString>
#include <QVector>

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

// The value of an option in a column, its standard included; null: off.
core::Json optionInForce(const core::Column& column, const core::Checkpoint& checkpoint, const core::Option& option);
// Sets it, null meaning its standard, and forgets it where that comes to what the checkpoint has. Options that need
// this one go with it.
void setOption(core::Column& column, const core::Checkpoint& checkpoint, const core::Option& option,
               const core::Json& value);

// What a badge says of an option with this value.
ShownSwitch shownSwitch(const core::Option& option, const core::Json& value);

// The slopes the heads really get: scaling included. ALiBi only.
std::vector<double> slopesInForce(const core::Column& column, const core::Checkpoint& checkpoint);

} // namespace ui
