// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"
#include "core/setup/setup.h"

#include <QString>
#include <QVector>

namespace ui {

// One thing a column's model runs with that its checkpoint does not have.
struct ModelChange
{
    QString text;  // a few words: "window 64 + 4 sinks"
    QString about; // a sentence: what it does, and where it comes from
};

// Slopes first, then the other options. `checkpoint` is the one `choice` names and accepts its changes.
QVector<ModelChange> changesOf(const core::Column& choice, const core::Checkpoint& checkpoint);

// An encoding option of the checkpoint as `choice` changes it; null where neither says anything.
core::Json optionOf(const core::Column& choice, const core::Checkpoint& checkpoint, const std::string& key);
// Sets it, and forgets it where it comes to what the checkpoint has; `standard` is what a missing or null value means.
void setOption(core::Column& choice, const core::Checkpoint& checkpoint, const std::string& key,
               const core::Json& value, const core::Json& standard);

// The slopes the heads really get: scaling included. ALiBi only.
std::vector<double> slopesInForce(const core::Column& choice, const core::Checkpoint& checkpoint);

// The sentences of ModelChange::about, for controls that switch these things.
QString aboutSlopeScaling(bool ntk);
QString aboutRotaryScaling(const QString& type); // "linear", "ntk", "yarn"
QString aboutExponentialGrowth();
QString aboutBiasFactor();
QString aboutDividedBias();
QString aboutWindow();

} // namespace ui
