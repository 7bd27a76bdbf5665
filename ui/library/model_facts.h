// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/io/checkpoint.h"

#include <QString>
#include <QVector>

#include <string>

namespace ui {

// One thing that is known of a model, or would be if somebody had recorded it.
struct ModelFact
{
    std::string key; // in JSON; never renamed
    QString name;
    QString value;               // in words; "not recorded" where nothing is known
    core::OrderedJson data = {}; // the same for programs; null: not recorded
    bool isRecorded() const { return !data.is_null(); }
};

struct ModelFactGroup
{
    QString title;
    QVector<ModelFact> facts;
};

// What a model is: encoding, sizes, how it was trained, how well it predicts, which file it is. Read from the
// checkpoint and from what lies beside it; nothing is assumed. A value; any thread.
struct ModelFacts
{
    QString title; // "ALiBi, trained at 64", or the folder's name
    QVector<ModelFactGroup> groups;

    const ModelFact* find(std::string_view key) const; // null: there is none
    QString text() const;                              // title, groups, and a line "name  value" for each fact
    core::OrderedJson json() const;                    // {key: data, …}
};

// id: as core::Column::model. The checkpoint counts as it lies in its files, without a column's switches. sha256: of
// model.safetensors; empty: no file holds the model.
ModelFacts modelFacts(const std::string& id, const core::Checkpoint& checkpoint, const std::string& sha256);
// Reads what it needs. Throws core::Error, and Cancelled soon after cancel() is true.
ModelFacts readModelFacts(const std::string& id, const core::Cancel& cancel = {});

} // namespace ui
