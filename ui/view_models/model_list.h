// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

#include <cstddef>
#include <optional>
#include <string>

namespace ui {

class Session;

// A model that can be chosen.
struct ListedModel
{
    std::string id;               // as core::Column::model
    QString label;                // "ALiBi, trained at 64", or the folder's name
    QString place;                // of a folder: where it lies; of a live model: the step; else empty
    QVector<std::size_t> columns; // that show it now
};

struct ModelGroup
{
    QString title;
    QVector<ListedModel> models;
};

enum class ModelGrouping { TrainingLength, Encoding };

// All that can be chosen: what is inside the program, grouped as is wanted, what was trained in this window and taken
// out of the training, and the folders of `recent` (paths, newest first) and of the columns that still hold a model.
// Only groups with a model. Looks at the folders' names, which takes no time worth speaking of.
QVector<ModelGroup> modelGroups(const Session& session, const QStringList& recent, ModelGrouping grouping);

// Whether every word typed is somewhere in its group's title, label, place or id, whatever the case.
bool isFound(const ListedModel& model, const QString& group, const QString& typed);

} // namespace ui
