// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/column_names.h"

#include "core/position/registry.h"
#include "ui/figure/series_colours.h"
#include "ui/language/words.h"
#include "ui/library/library.h"
#include "ui/session/session.h"
#include "ui/view_models/switches.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {
namespace {

constexpr qsizetype kMostSwitches = 2; // in a label; more are counted

QString nameText(const char* text) { return QCoreApplication::translate("ui::ColumnNames", text); }

// The step that weights of a training in this window were taken at: "live:alibi@1200#1.0".
QString stepOf(const std::string& model)
{
    const QString id = QString::fromStdString(model);
    return id.section(QLatin1Char('@'), 1).section(QLatin1Char('#'), 0, 0);
}

QString sourceOf(const std::string& model)
{
    return QString::fromStdString(model).section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty);
}

QString labelled(const QString& base, const QStringList& notes)
{
    return notes.isEmpty() ? base : QStringLiteral("%1 (%2)").arg(base, notes.join(QStringLiteral(", ")));
}

} // namespace

QString encodingName(const std::string& encoding)
{
    for (const auto& entry : core::encodings<float>())
        if (entry.id == encoding)
            return words(entry.label);
    return QString::fromStdString(encoding);
}

QVector<ColumnName> columnNames(const QVector<NamedModel>& models)
{
    QStringList bases;
    QVector<QStringList> notes;
    for (const NamedModel& model : models) {
        bases.append(QStringLiteral("%1-%2").arg(encodingName(model.encoding)).arg(model.trainingLength));
        QStringList own = model.switches.mid(0, kMostSwitches);
        if (model.switches.size() > kMostSwitches)
            own.append(nameText("%1 more").arg(model.switches.size() - kMostSwitches));
        if (model.model.starts_with(kLive))
            own.prepend(nameText("step %1").arg(stepOf(model.model)));
        notes.append(own);
    }
    const auto labels = [&] {
        QStringList all;
        for (qsizetype m = 0; m < models.size(); ++m)
            all.append(labelled(bases[m], notes[m]));
        return all;
    };
    // What they were trained with, where it tells them apart.
    const QStringList alike = labels();
    for (qsizetype m = 0; m < models.size(); ++m)
        for (qsizetype o = 0; o < models.size(); ++o)
            if (alike[o] == alike[m] && models[o].trained != models[m].trained) {
                notes[m] = models[m].trained + notes[m];
                break;
            }
    // Folders by their name where what is known of the models is the same.
    const QStringList described = labels();
    for (qsizetype m = 0; m < models.size(); ++m) {
        const bool folder = !models[m].model.starts_with(kBuiltin) && !models[m].model.starts_with(kLive);
        const auto like = [&](qsizetype other) {
            return described[other] == described[m] && models[other].model != models[m].model;
        };
        bool other = false;
        for (qsizetype o = 0; o < models.size(); ++o)
            other = other || like(o);
        if (folder && other && !sourceOf(models[m].model).isEmpty())
            notes[m].prepend(sourceOf(models[m].model));
    }
    QVector<ColumnName> names;
    const QStringList distinct = labels();
    QStringList used;
    for (qsizetype m = 0; m < models.size(); ++m) {
        QString label = distinct[m];
        for (int number = 2; used.contains(label); ++number)
            label = QStringLiteral("%1 (%2)").arg(distinct[m]).arg(number);
        used.append(label);
        int before = 0; // of the same encoding
        for (qsizetype o = 0; o < m; ++o)
            before += models[o].encoding == models[m].encoding ? 1 : 0;
        names.append({label, encodingShade(QString::fromStdString(models[m].encoding), before)});
    }
    return names;
}

QVector<ColumnName> columnNames(const Session& session)
{
    QVector<NamedModel> models;
    std::vector<std::size_t> read;
    const auto& columns = session.setup().columns;
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (const auto checkpoint = session.checkpoint(c)) {
            const core::ModelConfig& config = checkpoint->model.config();
            NamedModel model{config.encoding, config.trainingLength, columns[c].model, {}};
            for (const ShownSwitch& shown : switchesOf(columns[c], *checkpoint))
                model.switches.append(shown.text);
            model.trained = trainedWith(*checkpoint);
            models.append(model);
            read.push_back(c);
        }
    const QVector<ColumnName> known = columnNames(models);
    QVector<ColumnName> names(static_cast<qsizetype>(columns.size()));
    for (std::size_t i = 0; i < read.size(); ++i)
        names[static_cast<qsizetype>(read[i])] = known[static_cast<qsizetype>(i)];
    return names;
}

} // namespace ui
