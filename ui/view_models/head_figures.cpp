// SPDX-License-Identifier: GPL-3.0-or-later
// What all heads of a session look at, as figures.
#include "core/base/error.h"
#include "ui/figure/table_figure.h"
#include "ui/view_models/figure_sheets.h"
#include "ui/view_models/head_scatter.h"
#include "ui/view_models/measured_heads.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace ui {
namespace {

const HeadMeasure& measureOf(std::string_view id)
{
    return *std::ranges::find(headMeasureList(), id,
                              [](const HeadMeasure& measure) { return std::string_view(measure.id); });
}

QVector<HeadRow> rowsOf(const FigureScene& scene)
{
    QVector<HeadRow> rows = scene.heads.rows();
    if (rows.isEmpty())
        throw core::error("Heads are measured on two tokens or more.");
    return rows;
}

std::unique_ptr<Figure> drawHeads(const FigureScene& scene)
{
    const ScatterContent content =
        headScatter(rowsOf(scene), measureOf("entropy"), measureOf("mean_distance"), &measureOf("previous_token"));
    const QString caption =
        FigureWords::tr("Every head: how spread its attention is, how far back it looks in the mean, "
                        "and inside how much of it is on the previous token.");
    return sheetOf(
        scene, {}, QStringList{caption, modelsOf(scene), textOf(scene)}.join(QLatin1Char(' ')), 0.75, 1,
        [&](QSize room) -> SheetParts { return {std::make_shared<ScatterFigure>(content, room, scene.style)}; });
}

TableContent columnsOf(const TableContent& table, qsizetype from, qsizetype count)
{
    TableContent some{table.header.mid(from, count), table.rowNames, {}, {}, {}};
    for (qsizetype row = 0; row < table.cells.size(); ++row) {
        some.cells.append(table.cells[row].mid(from, count));
        some.shares.append(table.shares[row].mid(from, count));
        some.values.append(table.values[row].mid(from, count));
    }
    return some;
}

// Of the first model; measures that none of its heads has are left out.
std::unique_ptr<Figure> drawHeadTable(const FigureScene& scene)
{
    QVector<HeadRow> rows = rowsOf(scene);
    const int column = scene.comparison.column(0).id;
    rows.removeIf([column](const HeadRow& row) { return row.column != column; });
    TableContent table;
    for (const HeadRow& row : rows) {
        table.rowNames.append(QStringLiteral("L%1 h%2").arg(row.measures.layer).arg(row.measures.head));
        table.cells.append(QStringList());
        table.shares.append(QVector<double>());
        table.values.append(QVector<double>());
    }
    for (const HeadMeasure& measure : headMeasureList()) {
        double most = 0.0;
        bool any = false;
        for (const HeadRow& row : rows)
            if (const double value = measure.of(row); std::isfinite(value)) {
                any = true;
                most = std::max(most, value);
            }
        if (!any)
            continue;
        table.header.append(measure.axis());
        for (qsizetype i = 0; i < rows.size(); ++i) {
            const double value = measure.of(rows[i]);
            table.cells[i].append(measureText(measure, rows[i]));
            table.values[i].append(measure.plotted(rows[i]));
            table.shares[i].append(most > 0.0 && std::isfinite(value) ? value / most : -1.0);
        }
    }
    const QString caption =
        FigureWords::tr("%1 What each head looks at; tints are shares of a column’s largest number. %2");
    return sheetOf(scene, {}, caption.arg(modelsOf(scene), textOf(scene)), 0.0, 1, [&](QSize room) {
        // As many columns beside each other as find room with letters of the least size.
        const double widest = room.width() * scene.options.points / kLeastPoints;
        SheetParts parts;
        for (qsizetype from = 0; from < table.header.size();) {
            qsizetype count = table.header.size() - from;
            auto part = std::make_shared<TableFigure>(columnsOf(table, from, count), scene.style);
            while (count > 1 && part->size().width() > widest)
                part = std::make_shared<TableFigure>(columnsOf(table, from, --count), scene.style);
            parts.push_back(std::move(part));
            from += count;
        }
        return parts;
    });
}

} // namespace

SessionFigureKind::Description headsKind() { return {{.heads = true}, &drawHeads}; }
SessionFigureKind::Description headTableKind() { return {{.heads = true}, &drawHeadTable}; }

} // namespace ui
