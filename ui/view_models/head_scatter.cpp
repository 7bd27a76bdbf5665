// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/head_scatter.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>

namespace ui {
namespace {

struct HeadScatterWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::HeadScatter)
};

ScatterContent::Axis axisOf(const HeadMeasure& measure, const QVector<HeadRow>& rows)
{
    ScatterContent::Axis axis{measure.axis(), measure.logarithmic, {}};
    for (const HeadRow& row : rows)
        if (measure.isDistance() && !axis.trainingLengths.contains(row.trainingLength))
            axis.trainingLengths.append(row.trainingLength);
    return axis;
}

// How many heads have no place there; empty: none, or all.
QString leftOutText(const ScatterContent& content)
{
    int missing = 0;
    const auto has = [](double value, const ScatterContent::Axis& axis) {
        return std::isfinite(value) && (!axis.logarithmic || value > 0.0);
    };
    for (const ScatterContent::Point& point : content.points)
        missing += has(point.x, content.x) && has(point.y, content.y) ? 0 : 1;
    return missing == 0 || missing == content.points.size()
               ? QString()
               : HeadScatterWords::tr("Heads without both numbers: %1").arg(missing);
}

} // namespace

ScatterContent headScatter(const QVector<HeadRow>& rows, const HeadMeasure& x, const HeadMeasure& y,
                           const HeadMeasure* colour)
{
    ScatterContent content;
    std::map<int, int> series; // by column's id, in whatever order the rows are
    for (const HeadRow& row : rows)
        series.try_emplace(row.column);
    for (auto& [column, place] : series) {
        const auto row = std::ranges::find(rows, column, &HeadRow::column);
        place = int(content.series.size());
        content.series.append({row->label, row->colour});
    }
    for (const HeadRow& row : rows) {
        const auto known = series.find(row.column);
        ScatterContent::Point point{x.plotted(row), y.plotted(row)};
        if (colour != nullptr)
            point.value = colour->plotted(row);
        point.series = known->second;
        content.points.append(point);
    }
    content.x = axisOf(x, rows);
    content.y = axisOf(y, rows);
    if (colour != nullptr)
        content.colours = {colour->axis(), colour->logarithmic, {}};
    content.note = leftOutText(content);
    if (!rows.isEmpty())
        content.message = HeadScatterWords::tr("No head has both: %1 and %2.").arg(x.title(), y.title());
    return content;
}

QStringList headTexts(const QVector<HeadRow>& rows)
{
    QStringList texts;
    for (const HeadRow& row : rows) {
        QStringList lines{HeadScatterWords::tr("%1, layer %2, head %3")
                              .arg(row.label)
                              .arg(row.measures.layer)
                              .arg(row.measures.head)};
        if (row.off)
            lines.append(HeadScatterWords::tr("switched off"));
        for (const HeadMeasure& measure : headMeasureList())
            if (const QString text = measureText(measure, row); !text.isEmpty())
                lines.append(HeadScatterWords::tr("%1: %2", "measure, number").arg(measure.title(), text));
        texts.append(lines.join(QLatin1Char('\n')));
    }
    return texts;
}

} // namespace ui
