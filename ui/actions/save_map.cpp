// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "ui/actions/column_entries.h"
#include "ui/actions/window_services.h"
#include "ui/controls/save_path.h"
#include "ui/figure/map_sheet.h"
#include "ui/figure/writers.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/language/words.h"
#include "ui/panels/column_panel.h"
#include "ui/panels/columns_view.h"
#include "ui/view_models/map_source.h"
#include "ui/view_models/session_figures.h"

#include <QApplication>
#include <QClipboard>

namespace ui {
namespace {

constexpr double kMapScale = 2.0; // for print and large screens

// With what it was made of.
Sheet mapSheetOf(const ActionContext& context, std::size_t column)
{
    const HeatmapView& map = context.window.columns().panel(column)->map();
    if (map.content().map == nullptr)
        throw core::error("There is no map yet; wait until it is made.");
    return mapSheet(map.content(), map.size(), mapSourceOf(context.session, context.comparison, column),
                    paperStyle(context.window.dialogParent().font()));
}

void saveMapOf(const ActionContext& context, std::size_t column)
{
    try {
        const Sheet sheet = mapSheetOf(context, column);
        const auto& request = context.window.columns().panel(column)->map().content().map->request;
        const MapSource source = mapSourceOf(context.session, context.comparison, column);
        const auto path = askSavePath(&context.window.dialogParent(), Actions::tr("Save the map"),
                                      mapFileName(source, request), pictureKinds());
        if (!path)
            return;
        saveFigure(sheet, *path,
                   {.record = recordOf(context.session, context.comparison, context.session.setup().view, *path)});
        context.window.say(Actions::tr("The map was saved as %1.").arg(*path), *path);
    } catch (const core::Error& problem) {
        context.window.showError(sentenceOf(problem));
    }
}

void copyMapOf(const ActionContext& context, std::size_t column)
{
    try {
        QApplication::clipboard()->setImage(pictureOf(mapSheetOf(context, column), kMapScale));
        context.window.say(Actions::tr("A picture of the map was copied."));
    } catch (const core::Error& problem) {
        context.window.showError(sentenceOf(problem));
    }
}

} // namespace

std::vector<Action> saveMap()
{
    return forEachColumn("save-map", [](std::size_t column) {
        Action action{.id = {},
                      .text = Actions::tr("Save the map of column &%1 …").arg(column + 1),
                      .run = [column](const ActionContext& context) { saveMapOf(context, column); }};
        if (column == 0)
            action.shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_E)};
        if (column == 1)
            action.shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)};
        return action;
    });
}

std::vector<Action> copyMap()
{
    return forEachColumn("copy-map", [](std::size_t column) {
        Action action{.id = {},
                      .text = Actions::tr("Copy the map of column &%1").arg(column + 1),
                      .menu = Menu::Edit,
                      .run = [column](const ActionContext& context) { copyMapOf(context, column); }};
        if (column == 0)
            action.shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)};
        return action;
    });
}

} // namespace ui
