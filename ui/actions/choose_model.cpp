// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/column_entries.h"
#include "ui/actions/window_services.h"
#include "ui/panels/model_chooser.h"
#include "ui/session/column_edits.h"
#include "ui/settings/preferences.h"
#include "ui/view_models/comparison.h"

#include <QFileDialog>

namespace ui {
namespace {

void openModelFolder(const ActionContext& context, std::size_t column)
{
    const QString folder =
        QFileDialog::getExistingDirectory(&context.window.dialogParent(), Actions::tr("Open a checkpoint folder"));
    if (!folder.isEmpty())
        ui::chooseModel(context.session, column, folder.toStdString());
}

} // namespace

// Of the chosen column, among all there are.
Action findModel()
{
    return {
        .id = "choose-model",
        .text = Actions::tr("Choose a &model …"),
        .menu = Menu::Model,
        .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_M)},
        .run =
            [](const ActionContext& context) {
                const std::size_t column = context.session.chosenColumn();
                const auto id =
                    ModelChooser::ask(context.session, context.window.preferences().recentFiles(), column,
                                      context.comparison.column(column).label, &context.window.dialogParent());
                // The same again would take its switches away.
                if (id && hasColumn(context, column) && *id != context.session.setup().columns[column].model)
                    ui::chooseModel(context.session, column, *id);
            },
        .canRun =
            [](const ActionContext& context) { return context.session.chosenColumn() < context.comparison.columns(); }};
}

std::vector<Action> chooseModel()
{
    std::vector<Action> actions;
    for (std::size_t column = 0; column < core::kMostColumns; ++column) {
        const auto submenu = [column](const ActionContext& context) { return columnName(context, column); };
        QString encoding;
        for (const BuiltinModel& model : builtinModels()) {
            const std::string id = model.id.toStdString();
            actions.push_back(
                {.id = "model-" + std::to_string(column + 1) + "-" + id.substr(kBuiltin.size()),
                 .text = Actions::tr("Column %1: %2").arg(column + 1).arg(model.label),
                 .menu = Menu::Model,
                 .run = [=](const ActionContext& context) { ui::chooseModel(context.session, column, id); },
                 .canRun = [column](const ActionContext& context) { return hasColumn(context, column); },
                 .isOn =
                     [=](const ActionContext& context) {
                         return hasColumn(context, column) && context.session.setup().columns[column].model == id;
                     },
                 .label = [label = model.label](const ActionContext&) { return label; },
                 .submenu = submenu,
                 .startsGroup = !encoding.isEmpty() && encoding != model.encoding,
                 .hidesWhenUnable = true});
            encoding = model.encoding;
        }
        actions.push_back({.id = "open-model-" + std::to_string(column + 1),
                           .text = Actions::tr("Column %1: open a checkpoint folder …").arg(column + 1),
                           .menu = Menu::Model,
                           .run = [column](const ActionContext& context) { openModelFolder(context, column); },
                           .canRun = [column](const ActionContext& context) { return hasColumn(context, column); },
                           .label = [](const ActionContext&) { return Actions::tr("&Open a checkpoint folder …"); },
                           .submenu = submenu,
                           .startsGroup = true,
                           .hidesWhenUnable = true});
    }
    return actions;
}

} // namespace ui
