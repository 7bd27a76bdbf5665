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

std::optional<std::size_t> alibiColumn(const Session& session)
{
    const auto isAlibi = [&session](std::size_t c) {
        const auto checkpoint = session.checkpoint(c);
        return checkpoint != nullptr && checkpoint->model.config().encoding == "alibi";
    };
    if (isAlibi(session.chosenColumn()))
        return session.chosenColumn();
    for (std::size_t c = 0; c < session.setup().columns.size(); ++c)
        if (isAlibi(c))
            return c;
    return std::nullopt;
}

bool canAddColumn(const Session& session) { return session.setup().columns.size() < core::kMostColumns; }

bool canRemoveColumn(const Session& session) { return session.setup().columns.size() > 1; }

void addColumn(Session& session, const std::string& model)
{
    if (canAddColumn(session))
        session.open(step("add column"), [model](core::Setup& e) {
            if (e.columns.size() < core::kMostColumns) // it was read in the meantime
                e.columns.push_back({model, {}});
        });
}

void copyColumn(Session& session, std::size_t column)
{
    if (canAddColumn(session) && exists(session, column))
        session.edit(step("copy column"), [column](core::Setup& e) {
            core::Column copy = e.columns[column];
            copy.id = 0;
            e.columns.insert(e.columns.begin() + static_cast<std::ptrdiff_t>(column) + 1, std::move(copy));
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
    chooseModels(session, column, {model});
}

void chooseModels(Session& session, std::size_t column, const std::vector<std::string>& models)
{
    session.open(step("choose model"), [column, models](core::Setup& e) {
        for (std::size_t i = 0; i < models.size(); ++i)
            if (i == 0 && column < e.columns.size())
                e.columns[column] = {models[i], {}};
            else if (e.columns.size() < core::kMostColumns)
                e.columns.push_back({models[i], {}});
    });
}

void showDifference(Session& session, std::size_t minuend, std::size_t subtrahend)
{
    if (minuend != subtrahend && exists(session, minuend) && exists(session, subtrahend))
        session.edit(step("show difference"), [&](core::Setup& e) {
            e.view.difference = core::Difference{e.columns[minuend].id, e.columns[subtrahend].id};
        });
}

void hideDifference(Session& session)
{
    session.edit(step("hide difference"), [](core::Setup& e) { e.view.difference.reset(); });
}

void toggleDifference(Session& session)
{
    session.setup().view.difference ? hideDifference(session) : showDifference(session, 0, 1);
}

void moveHead(Session& session, int layers, int heads)
{
    const auto checkpoint = session.checkpoint(session.chosenColumn());
    if (checkpoint == nullptr)
        return;
    const core::ModelConfig& config = checkpoint->model.config();
    const auto moved = [](int from, int by, int count) {
        return by == 0 ? from : std::clamp(std::min(from, count - 1) + by, 0, std::max(0, count - 1));
    };
    session.edit(step("choose head"), [&](core::Setup& e) {
        e.view.layer = moved(e.view.layer, layers, config.layers);
        e.view.head = moved(e.view.head, heads, config.heads);
    });
}

} // namespace ui
