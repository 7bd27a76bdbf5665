// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/column_edits.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace ui {
namespace {

QString step(const char* text) { return QCoreApplication::translate("ui::ColumnEdits", text); }

bool exists(const Session& session, std::size_t column) { return column < session.setup().columns.size(); }

} // namespace

bool canAddColumn(const Session& session) { return session.setup().columns.size() < kMostColumns; }

bool canRemoveColumn(const Session& session) { return session.setup().columns.size() > 1; }

void addColumn(Session& session, const std::string& model)
{
    if (canAddColumn(session))
        session.open(step("add column"), [model](core::Setup& e) {
            if (e.columns.size() < kMostColumns) // it was read in the meantime
                e.columns.push_back({model, {}});
        });
}

void removeColumn(Session& session, std::size_t column)
{
    if (canRemoveColumn(session) && exists(session, column))
        session.edit(step("remove column"), [column](core::Setup& e) {
            e.columns.erase(e.columns.begin() + static_cast<std::ptrdiff_t>(column));
        });
}

void moveColumn(Session& session, std::size_t column, std::size_t to)
{
    if (!exists(session, column) || !exists(session, to))
        return;
    session.edit(step("move column"), [column, to](core::Setup& e) {
        const auto from = e.columns.begin() + static_cast<std::ptrdiff_t>(column);
        const auto place = e.columns.begin() + static_cast<std::ptrdiff_t>(to);
        if (from < place)
            std::rotate(from, from + 1, place + 1);
        else
            std::rotate(place, from, from + 1);
    });
}

void swapColumns(Session& session, std::size_t a, std::size_t b)
{
    if (exists(session, a) && exists(session, b))
        session.edit(step("swap columns"), [a, b](core::Setup& e) { std::swap(e.columns[a], e.columns[b]); });
}

void chooseModel(Session& session, std::size_t column, const std::string& model)
{
    session.open(step("choose model"), [column, model](core::Setup& e) {
        if (column < e.columns.size())
            e.columns[column] = {model, {}};
    });
}

void moveHead(Session& session, int layers, int heads)
{
    const auto checkpoint = session.checkpoint(0);
    if (checkpoint == nullptr)
        return;
    const core::ModelConfig& config = checkpoint->model.config();
    session.edit(step("choose head"), [&](core::Setup& e) {
        e.view.layer = std::clamp(e.view.layer + layers, 0, std::max(0, config.layers - 1));
        e.view.head = std::clamp(e.view.head + heads, 0, std::max(0, config.heads - 1));
    });
}

} // namespace ui
