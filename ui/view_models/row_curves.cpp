// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/row_curves.h"

#include "core/eval/attention_row.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/token_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {
namespace {

struct RowWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::RowWords)
};

} // namespace

RowCurves rowCurves(const Session& session, const Comparison& comparison, const Selection& selection)
{
    RowCurves curves;
    curves.inBytes = comparison.inBytes();
    for (std::size_t c = 0; c < comparison.columns(); ++c) {
        const ColumnState& column = comparison.column(c);
        const auto cell = selection.shown(c);
        if (!cell || column.trace == nullptr || column.ends == nullptr)
            continue;
        const auto place = [&](int key) {
            return !curves.inBytes ? double(key) : key == 0 ? 0.0 : double((*column.ends)[std::size_t(key) - 1]);
        };
        if (curves.keys.isEmpty() && column.labels != nullptr) {
            const QString query =
                RowWords::tr("query %1 “%2”").arg(cell->query).arg(oneLine(column.labels->value(cell->query)));
            const core::MapView chosen = session.shownView(session.chosenColumn());
            curves.keys = (curves.inBytes ? RowWords::tr("key, by bytes of the text (%1, layer %2, head %3)")
                                          : RowWords::tr("key (%1, layer %2, head %3)"))
                              .arg(query)
                              .arg(chosen.layer)
                              .arg(chosen.head);
        }
        const core::MapView view = session.shownView(c);
        const core::AttentionRow row = core::attentionRow(*column.trace, view.layer, view.head, cell->query);
        QVector<double> places;
        for (int key = 0; key <= cell->query; ++key)
            places.append(place(key));
        curves.last = std::max(curves.last, places.back());
        if (!curves.key && cell->key <= cell->query)
            curves.key = place(cell->key);
        if (const auto pinned = selection.pinned(c); pinned && !curves.pinnedKey && pinned->key <= cell->query)
            curves.pinnedKey = place(pinned->key);
        const auto curve = [&](const std::vector<double>& values, Origin origin = Origin::Measured) {
            Curve made{QString::number(column.id), column.label, column.colour, places, {values.begin(), values.end()}};
            made.origin = origin;
            return made;
        };
        curves.content.append(curve(row.content));
        curves.bias.append(curve(row.bias, Origin::Formula));
        curves.weights.append(curve(row.weights));
        if (!column.biases)
            continue;
        Curve without = curve(row.without);
        without.id += QLatin1Char('w');
        without.colour = mixed(column.colour, Qt::gray, 0.5);
        without.dashed = true;
        without.variant = RowWords::tr("without the bias");
        curves.weights.append(without);
    }
    return curves;
}

} // namespace ui
