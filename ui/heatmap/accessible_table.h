// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QString>

#include <optional>

class QWidget;

namespace ui {

// A painted widget whose cells screen readers can walk through as a table. Nothing is made for a cell before it is
// asked for: a map may have hundreds of millions. GUI thread only.
class CellTable
{
public:
    struct Place
    {
        int row = 0;
        int column = 0;
        bool operator==(const Place&) const = default;
    };

    virtual ~CellTable() = default;

    virtual int tableRows() const = 0;
    virtual int tableColumns() const = 0;
    virtual QString rowName(int row) const = 0; // "query 41 “the”"
    virtual QString columnName(int column) const = 0;
    virtual QString cellValue(Place place) const = 0; // "0.12"; empty: there is none
    virtual QString cellDetails(Place place) const = 0;
    virtual QRect cellBox(Place place) const = 0; // in the widget; null: out of sight
    virtual std::optional<Place> placeAt(QPoint position) const = 0;
    virtual std::optional<Place> currentPlace() const = 0; // where the keyboard is
    virtual bool isChosen(Place place) const = 0;
    virtual void choose(Place place) = 0; // as Enter or a click does
};

// For the constructor of a widget that is a CellTable: lets QAccessible find it.
void offerCellTable(QWidget& widget);

// The keyboard has moved to the table's currentPlace().
void announcePlace(QWidget& widget, const CellTable& table);

} // namespace ui
