// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/model_list.h"

#include "ui/library/library.h"
#include "ui/library/what_is.h"
#include "ui/session/session.h"
#include "ui/view_models/column_names.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace ui {
namespace {

QString listText(const char* text) { return QCoreApplication::translate("ui::ModelList", text); }

bool liesInFolder(const std::string& id) { return !id.starts_with(kBuiltin) && !id.starts_with(kLive); }

QVector<std::size_t> columnsOf(const Session& session, const std::string& id)
{
    QVector<std::size_t> columns;
    for (std::size_t c = 0; c < session.setup().columns.size(); ++c)
        if (session.setup().columns[c].model == id)
            columns.append(c);
    return columns;
}

void addBuiltin(QVector<ModelGroup>& groups, const Session& session, ModelGrouping grouping)
{
    for (const BuiltinModel& model : builtinModels()) {
        const QString title = grouping == ModelGrouping::TrainingLength
                                  ? listText("Inside the program, trained at %1").arg(model.trainingLength)
                                  : listText("Inside the program: %1").arg(encodingName(model.encoding.toStdString()));
        auto group = std::ranges::find(groups, title, &ModelGroup::title);
        if (group == groups.end())
            group = groups.insert(groups.size(), ModelGroup{title, {}});
        const std::string id = model.id.toStdString();
        group->models.append({id, model.label, {}, columnsOf(session, id)});
    }
}

ModelGroup liveGroup(const Session& session)
{
    ModelGroup group{listText("Trained in this window"), {}};
    for (const std::string& id : session.liveModels()) {
        const auto model = session.model(id);
        const core::ModelConfig& config = model->model.config();
        group.models.prepend({id, modelTitle(config.encoding, config.trainingLength),
                              listText("step %1").arg(model->training.steps.value_or(0)), columnsOf(session, id)});
    }
    return group;
}

QString homeShortened(QString folder)
{
    if (folder.startsWith(QDir::homePath() + QLatin1Char('/')))
        folder.replace(0, QDir::homePath().size(), QStringLiteral("~"));
    return folder;
}

ModelGroup folderGroup(const Session& session, const QStringList& recent)
{
    ModelGroup group{listText("Recent folders"), {}};
    const auto add = [&](const std::string& id) {
        const WhatIs what = whatIs(QString::fromStdString(id));
        const QFileInfo folder(what.path);
        const bool known = std::ranges::any_of(group.models, [&](const ListedModel& other) {
            return QFileInfo(QString::fromStdString(other.id)).absoluteFilePath() == folder.absoluteFilePath();
        });
        if (what.kind == WhatIs::Kind::Model && !known)
            group.models.append({id, folder.fileName().isEmpty() ? what.path : folder.fileName(),
                                 homeShortened(folder.absolutePath()), columnsOf(session, id)});
    };
    for (const core::Column& column : session.setup().columns) // as they are called there
        if (liesInFolder(column.model))
            add(column.model);
    for (const QString& path : recent)
        add(path.toStdString());
    return group;
}

} // namespace

QVector<ModelGroup> modelGroups(const Session& session, const QStringList& recent, ModelGrouping grouping)
{
    QVector<ModelGroup> groups;
    addBuiltin(groups, session, grouping);
    for (const ModelGroup& group : {liveGroup(session), folderGroup(session, recent)})
        if (!group.models.isEmpty())
            groups.append(group);
    return groups;
}

bool isFound(const ListedModel& model, const QString& group, const QString& typed)
{
    const QString all =
        QStringList{group, model.label, model.place, QString::fromStdString(model.id)}.join(QLatin1Char('\n'));
    const QStringList wanted = typed.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::ranges::all_of(wanted, [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

} // namespace ui
