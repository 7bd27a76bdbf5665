// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/column_entries.h"

#include "ui/session/column_edits.h"
#include "ui/view_models/comparison.h"

namespace ui {

bool hasColumn(const ActionContext& context, std::size_t column)
{
    return column < context.session.setup().columns.size();
}

QString columnName(const ActionContext& context, std::size_t column)
{
    const QString label = column < context.comparison.columns() ? context.comparison.column(column).label : QString();
    return Actions::tr("Column &%1: %2", "place, model").arg(column + 1).arg(label);
}

std::vector<Action> forEachColumn(const std::string& id, const std::function<Action(std::size_t column)>& each)
{
    std::vector<Action> actions;
    for (std::size_t column = 0; column < core::kMostColumns; ++column) {
        Action action = each(column);
        action.id = id + "-" + std::to_string(column + 1);
        action.hidesWhenUnable = true;
        if (!action.canRun)
            action.canRun = [column](const ActionContext& context) { return hasColumn(context, column); };
        actions.push_back(std::move(action));
    }
    return actions;
}

} // namespace ui
