// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/map_figure.h"
#include "ui/view_models/comparison.h"

#include <QObject>

#include <optional>

namespace ui {

// The cell that people look at, in every column that of the same text: the one they point at, the one they chose by a
// click, and one that is pinned for comparison. Whatever shows a cell follows this. Layer and head are the session's.
// GUI thread only.
class Selection : public QObject
{
    Q_OBJECT

public:
    using Cell = MapFigure::Cell;

    explicit Selection(Comparison& comparison, QObject* parent = nullptr);

    // Cells are given in the tokens of `column`.
    void point(std::size_t column, const Cell& cell);
    void stopPointing();
    void choose(std::size_t column, const Cell& cell);
    void release();
    void togglePin(std::size_t column, const Cell& cell); // pins it, or takes it down if it is the pinned one
    void unpin();

    // In a column's own tokens; nothing where there is no such cell in what is read now.
    std::optional<Cell> pointed(std::size_t column) const;
    std::optional<Cell> chosen(std::size_t column) const;
    std::optional<Cell> pinned(std::size_t column) const;
    std::optional<Cell> shown(std::size_t column) const; // chosen, else pointed at, else pinned
    bool isChosen() const { return m_chosen.has_value(); }
    bool isPinned() const { return m_pinned.has_value(); }

signals:
    void changed();

private:
    struct Place
    {
        int column = 0; // its id
        Cell cell;
        bool operator==(const Place&) const = default;
    };
    std::optional<Place> placeOf(std::size_t column, const Cell& cell) const;
    std::optional<Cell> in(std::size_t column, const std::optional<Place>& place) const;
    void set(std::optional<Place>& what, const std::optional<Place>& place);

    Comparison& m_comparison;
    std::optional<Place> m_pointed;
    std::optional<Place> m_chosen;
    std::optional<Place> m_pinned;
};

// Chooses a query, with the key that the column's shown head looks at most. Does nothing before it is read.
void chooseQuery(Selection& selection, const Session& session, const Comparison& comparison, std::size_t column,
                 int query);

} // namespace ui
