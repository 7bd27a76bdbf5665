// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/study_results.h"

#include "core/study/quantity_text.h"
#include "core/study/study.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/language/words.h"
#include "ui/view_models/column_names.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

QString tableText(const char* text) { return QCoreApplication::translate("ui::StudyResults", text); }

std::vector<std::string> plainLabels(const core::StudyResults& results)
{
    std::vector<std::string> labels;
    for (const QString& label : modelLabels(results))
        labels.push_back(label.toStdString());
    return labels;
}

QVector<double> vectorOf(const std::vector<double>& values) { return {values.begin(), values.end()}; }

} // namespace

QStringList modelLabels(const core::StudyResults& results)
{
    QStringList labels;
    for (const core::ModelRecord& model : results.models) {
        QString label = QStringLiteral("%1-%2").arg(encodingName(model.encoding)).arg(model.trainingLength);
        if (model.id.find("?{") != std::string::npos)
            label = tableText("%1, switched").arg(label);
        labels.append(label);
    }
    const QStringList first = labels;
    for (qsizetype i = 0; i < first.size(); ++i)
        if (first.count(first[i]) > 1) {
            const QString id = QString::fromStdString(results.models[static_cast<std::size_t>(i)].id);
            const QString name = id.section(QLatin1Char('/'), -1).section(QLatin1Char(':'), -1);
            labels[i] += QStringLiteral(" (%1)").arg(name.section(QLatin1Char('?'), 0, 0));
            if (labels.count(labels[i]) > 1)
                labels[i] += QStringLiteral(" %1").arg(i + 1);
        }
    return labels;
}

QVector<QColor> modelColours(const core::StudyResults& results)
{
    QVector<QColor> colours;
    for (std::size_t m = 0; m < results.models.size(); ++m) {
        int before = 0; // of the same encoding
        for (std::size_t other = 0; other < m; ++other)
            before += results.models[other].encoding == results.models[m].encoding ? 1 : 0;
        const QColor own = encodingColour(QString::fromStdString(results.models[m].encoding));
        const double share = std::min(0.25 * ((before + 1) / 2) + (before > 0 ? 0.15 : 0.0), 0.7);
        colours.append(mixed(own, before % 2 == 1 ? Qt::white : Qt::black, before == 0 ? 0.0 : share));
    }
    return colours;
}

core::StudyDrawing drawingOf(const core::StudyView& view, const core::StudyResults& results, const std::string& choice,
                             const core::PaperTables* paper)
{
    const std::vector<std::string> labels = plainLabels(results);
    return view.draw({results, labels, choice, view.paper ? paper : nullptr});
}

PlotContent contentOf(const core::StudyPlot& plot, const core::StudyResults& results)
{
    PlotContent content;
    const QVector<QColor> colours = modelColours(results);
    for (const core::StudyCurve& curve : plot.curves) {
        const QColor colour = curve.model
                                  ? colours[static_cast<qsizetype>(*curve.model)]
                                  : mixed(encodingColour(QString::fromStdString(curve.encoding)), Qt::gray, 0.5);
        content.curves.append({QString::fromStdString(curve.id), words(curve.label), colour, vectorOf(curve.x),
                               vectorOf(curve.y), curve.dashed, curve.model.has_value()});
        content.curves.last().origin = curve.model ? Origin::Measured : Origin::Paper;
    }
    for (const core::StudyMark& mark : plot.marks)
        content.marks.append(
            {mark.x, words(mark.text), mark.model ? colours[static_cast<qsizetype>(*mark.model)] : trainingColour()});
    content.trainingLength = plot.trainingLength;
    return content;
}

ResultTable contentOf(const core::StudyTable& table)
{
    const auto texts = [](const std::vector<core::Sentence>& sentences) {
        QStringList list;
        for (const core::Sentence& sentence : sentences)
            list.append(words(sentence));
        return list;
    };
    ResultTable content{texts(table.header), texts(table.rowNames), {}};
    for (const auto& row : table.cells)
        content.rows.append(texts(row));
    return content;
}

QVector<BarGroup> contentOf(const core::StudyBars& bars)
{
    QVector<BarGroup> groups;
    for (const core::StudyBars::Group& group : bars.groups) {
        groups.append({words(group.title), {}, {}});
        for (const core::StudyBars::Bar& value : group.values) {
            groups.last().values.append(value.value);
            groups.last().texts.append(QString::fromStdString(value.text));
        }
    }
    return groups;
}

QStringList findings(const core::StudyResults& results)
{
    QStringList lines;
    for (const std::vector<core::Sentence>& line : core::findingsOf(results, plainLabels(results))) {
        QStringList sentences;
        for (const core::Sentence& sentence : line)
            sentences.append(words(sentence));
        lines.append(sentences.join(QLatin1Char(' ')));
    }
    return lines;
}

ResultTable resultTable(const core::StudyResults& results)
{
    const QStringList labels = modelLabels(results);
    ResultTable table{{tableText("model"), tableText("length"), tableText("windows"), tableText("stride"),
                       tableText("layer"), tableText("head"), tableText("context")},
                      {},
                      {}};
    const qsizetype conditions = table.header.size();
    QStringList names;
    for (const core::Measurement& m : results.measurements)
        for (const core::Quantity& q : m.quantities)
            if (const QString name = QString::fromStdString(q.name); !names.contains(name))
                names.append(name);
    for (const core::Measurement& m : results.measurements) {
        QStringList row{labels[static_cast<qsizetype>(m.model)],
                        QString::number(m.length),
                        !m.windowing                               ? QString()
                        : *m.windowing == core::Windowing::Sliding ? tableText("sliding")
                                                                   : tableText("side by side"),
                        m.windowing ? QString::number(m.stride) : QString(),
                        m.layer >= 0 ? QString::number(m.layer) : QString(),
                        m.head >= 0 ? QString::number(m.head) : QString(),
                        m.context > 0 ? QString::number(m.context) : QString()};
        for (const QString& name : names) {
            const double value = m.value(name.toStdString());
            row.append(std::isnan(value) ? QString() : plainNumber(value, 6));
        }
        table.rows.append(row);
    }
    for (const QString& name : names)
        table.header.append(QString::fromStdString(core::quantityText(name.toStdString())));
    for (qsizetype column = conditions - 1; column > 0; --column)
        if (std::ranges::all_of(table.rows, [&](const QStringList& row) { return row[column].isEmpty(); })) {
            table.header.removeAt(column);
            for (QStringList& row : table.rows)
                row.removeAt(column);
        }
    return table;
}

} // namespace ui
