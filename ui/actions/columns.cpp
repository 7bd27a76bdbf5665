// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/column_entries.h"
#include "ui/session/column_edits.h"

namespace ui {

std::vector<Action> addColumns()
{
    std::vector<Action> actions;
    QString encoding;
    for (const BuiltinModel& model : builtinModels()) {
        const std::string id = model.id.toStdString();
        actions.push_back({.id = "add-column-" + id.substr(kBuiltin.size()),
                           .text = Actions::tr("Add a column: %1").arg(model.label),
                           .menu = Menu::Model,
                           .run = [id](const ActionContext& context) { addColumn(context.session, id); },
                           .canRun = [](const ActionContext& context) { return canAddColumn(context.session); },
                           .label = [label = model.label](const ActionContext&) { return label; },
                           .submenu = [](const ActionContext&) { return Actions::tr("&Add a column"); },
                           .startsGroup = encoding != model.encoding});
        encoding = model.encoding;
    }
    return actions;
}

std::vector<Action> removeColumns()
{
    return forEachColumn("remove-column", [](std::size_t column) {
        return Action{.id = {},
                      .text = Actions::tr("Remove column %1").arg(column + 1),
                      .menu = Menu::Model,
                      .run = [column](const ActionContext& context) { removeColumn(context.session, column); },
                      .canRun =
                          [column](const ActionContext& context) {
                              return hasColumn(context, column) && canRemoveColumn(context.session);
                          },
                      .startsGroup = column == 0};
    });
}

std::vector<Action> moveColumns()
{
    auto actions = forEachColumn("swap-column", [](std::size_t column) {
        return Action{
            .id = {},
            .text = Actions::tr("Swap columns %1 and %2").arg(column + 1).arg(column + 2),
            .menu = Menu::Model,
            .run = [column](const ActionContext& context) { swapColumns(context.session, column, column + 1); },
            .canRun = [column](const ActionContext& context) { return hasColumn(context, column + 1); }};
    });
    actions.pop_back(); // none follows the last
    return actions;
}

} // namespace ui
