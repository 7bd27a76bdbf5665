// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/study_results.h"

#include "core/position/registry.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/view_models/study_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ui {
namespace {

QString encodingLabel(const std::string& id)
{
    for (const auto& entry : core::encodings<float>())
        if (entry.id == id)
            return QString::fromUtf8(entry.label.data(), static_cast<qsizetype>(entry.label.size()));
    return QString::fromStdString(id);
}

// Above 100 one decimal says enough; below, two.
QString perplexityText(double value) { return QString::number(value, 'f', value < 100.0 ? 2 : 1); }

} // namespace

QStringList modelLabels(const core::Report& report)
{
    QStringList labels;
    for (const core::ModelRecord& model : report.models) {
        QString label = QStringLiteral("%1-%2").arg(encodingLabel(model.encoding)).arg(model.trainingLength);
        if (model.id.find("?{") != std::string::npos)
            label += studyText(", changed");
        labels.append(label);
    }
    const QStringList first = labels;
    for (qsizetype i = 0; i < first.size(); ++i)
        if (first.count(first[i]) > 1) {
            const QString id = QString::fromStdString(report.models[static_cast<std::size_t>(i)].id);
            const QString name = id.section(QLatin1Char('/'), -1).section(QLatin1Char(':'), -1);
            labels[i] += QStringLiteral(" (%1)").arg(name.section(QLatin1Char('?'), 0, 0));
            if (labels.count(labels[i]) > 1)
                labels[i] += QStringLiteral(" %1").arg(i + 1);
        }
    return labels;
}

QVector<QColor> modelColours(const core::Report& report)
{
    QVector<QColor> colours;
    for (std::size_t m = 0; m < report.models.size(); ++m) {
        int before = 0; // of the same encoding
        for (std::size_t other = 0; other < m; ++other)
            before += report.models[other].encoding == report.models[m].encoding ? 1 : 0;
        const QColor own = encodingColour(QString::fromStdString(report.models[m].encoding));
        const double share = std::min(0.25 * ((before + 1) / 2) + (before > 0 ? 0.15 : 0.0), 0.7);
        colours.append(mixed(own, before % 2 == 1 ? Qt::white : Qt::black, before == 0 ? 0.0 : share));
    }
    return colours;
}

std::vector<core::Index> measuredLengths(const core::Report& report)
{
    std::vector<core::Index> lengths;
    for (const core::Measurement& m : report.measurements)
        lengths.push_back(m.length);
    std::ranges::sort(lengths);
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    return lengths;
}

ResultTable resultTable(const core::Report& report)
{
    const QStringList labels = modelLabels(report);
    ResultTable table{{studyText("model"), studyText("length"), studyText("windows"), studyText("stride"),
                       studyText("layer"), studyText("head"), studyText("context")},
                      {}};
    const qsizetype conditions = table.header.size();
    QStringList names;
    for (const core::Measurement& m : report.measurements)
        for (const core::Quantity& q : m.quantities)
            if (const QString name = QString::fromStdString(q.name); !names.contains(name))
                names.append(name);
    for (const core::Measurement& m : report.measurements) {
        QStringList row{labels[static_cast<qsizetype>(m.model)],
                        QString::number(m.length),
                        !m.windowing                               ? QString()
                        : *m.windowing == core::Windowing::Sliding ? studyText("sliding")
                                                                   : studyText("side by side"),
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
        table.header.append(QString(name).replace(QLatin1Char('_'), QLatin1Char(' ')));
    for (qsizetype column = conditions - 1; column > 0; --column)
        if (std::ranges::all_of(table.rows, [&](const QStringList& row) { return row[column].isEmpty(); })) {
            table.header.removeAt(column);
            for (QStringList& row : table.rows)
                row.removeAt(column);
        }
    return table;
}

ReachTable reachTable(const core::Report& report, const QString& quantity)
{
    const std::string name = quantity.toStdString();
    const QStringList labels = modelLabels(report);
    const bool share = quantity == QLatin1String("beyond_training_mass");
    const auto text = [share](double value) {
        return share ? QString::number(100.0 * value, 'f', 1) + QStringLiteral(" %") : plainNumber(value, 3);
    };
    ReachTable table;
    const bool several = measuredLengths(report).size() > 1;
    double largest = 0.0;
    for (const core::Measurement& m : report.measurements) {
        const double value = m.value(name);
        if (m.head < 0 || std::isnan(value))
            continue;
        const auto at = static_cast<qsizetype>(m.model);
        const QString row = (several ? studyText("%1 at %2, layer %3").arg(labels[at]).arg(m.length)
                                     : studyText("%1, layer %2").arg(labels[at]))
                                .arg(m.layer);
        if (!table.rowNames.contains(row)) {
            table.rowNames.append(row);
            table.cells.append(QStringList());
            table.shares.append(QVector<double>());
        }
        while (table.header.size() <= m.head)
            table.header.append(studyText("head %1").arg(table.header.size()));
        const qsizetype line = table.rowNames.indexOf(row);
        table.cells[line].append(QStringLiteral("%1 / %2").arg(text(value), text(m.value("bias_" + name))));
        table.shares[line].append(value);
        largest = std::max(largest, value);
    }
    for (QVector<double>& row : table.shares)
        for (double& value : row)
            value = largest > 0.0 ? value / largest : 0.0;
    return table;
}

QVector<BarGroup> shortLongBars(const core::Report& report)
{
    struct Wanted
    {
        const char* quantity;
        const char* title;
        double unit;
    };
    constexpr std::array kWanted{
        Wanted{"perplexity", QT_TRANSLATE_NOOP("ui::StudyResults", "perplexity at %1 tokens (less is better)"), 1.0},
        Wanted{"training_tokens_per_second",
               QT_TRANSLATE_NOOP("ui::StudyResults", "training, tokens per second (more is better)"), 1.0},
        Wanted{"training_peak_bytes",
               QT_TRANSLATE_NOOP("ui::StudyResults", "training, peak memory in MB (less is better)"), 1e6}};
    QVector<BarGroup> groups;
    const auto length = report.settings.value("length", core::Index{0});
    for (const Wanted& wanted : kWanted) {
        BarGroup group;
        group.title = QString::fromUtf8(wanted.quantity) == QLatin1String("perplexity")
                          ? studyText(wanted.title).arg(length)
                          : studyText(wanted.title);
        for (std::size_t model = 0; model < report.models.size(); ++model) {
            const auto found = report.with(wanted.quantity, model);
            const double value = found.empty() ? std::numeric_limits<double>::quiet_NaN()
                                               : found.front()->value(wanted.quantity) / wanted.unit;
            group.values.append(value);
            group.texts.append(std::isnan(value)                    ? QString()
                               : wanted.unit == 1e6 || value > 1000 ? QString::number(value, 'f', 0)
                                                                    : perplexityText(value));
        }
        groups.append(group);
    }
    return groups;
}

} // namespace ui
