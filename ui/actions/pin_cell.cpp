// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/view_models/comparison.h"
#include "ui/view_models/selection.h"

#include <optional>

namespace ui {
namespace {

// A column that shows the cell people look at.
std::optional<std::size_t> columnOfCell(const ActionContext& context)
{
    for (std::size_t column = 0; column < context.comparison.columns(); ++column)
        if (context.selection.shown(column))
            return column;
    return std::nullopt;
}

bool isPinned(const ActionContext& context) { return context.selection.isPinned(); }

} // namespace

Action pinCell()
{
    return {.id = "pin-cell",
            .text = Actions::tr("&Pin the cell, to compare others with it"),
            .menu = Menu::View,
            .shortcuts = {QKeySequence(Qt::Key_P)},
            .run =
                [](const ActionContext& context) {
                    if (const auto column = columnOfCell(context))
                        context.selection.togglePin(*column, *context.selection.shown(*column));
                    else
                        context.selection.unpin();
                },
            .canRun = [](const ActionContext& context) { return columnOfCell(context) || isPinned(context); },
            .isOn = isPinned};
}

} // namespace ui
