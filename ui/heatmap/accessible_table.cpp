// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/heatmap/accessible_table.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>
#include <QWidget>

#include <algorithm>
#include <deque>
#include <limits>
#include <utility>

namespace ui {
namespace {

using CellPlace = CellTable::Place;

constexpr std::size_t kKeptCells = 512; // that somebody has asked for lately

class AccessibleCell : public QAccessibleInterface,
                       public QAccessibleTableCellInterface,
                       public QAccessibleActionInterface
{
public:
    AccessibleCell(QWidget* widget, CellTable& table, CellPlace place)
        : m_widget(widget)
        , m_table(table)
        , m_place(place)
    {}

    CellPlace place() const { return m_place; }

    bool isValid() const override
    {
        return m_widget != nullptr && m_place.row < m_table.tableRows() && m_place.column < m_table.tableColumns();
    }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_widget != nullptr ? m_widget->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_widget); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::Cell; }
    void setText(QAccessible::Text, const QString&) override {}

    QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        const QString value = m_table.cellValue(m_place);
        if (kind == QAccessible::Value)
            return value;
        if (kind == QAccessible::Description)
            return m_table.cellDetails(m_place);
        if (kind != QAccessible::Name)
            return {};
        const QString names = m_table.rowName(m_place.row) + QStringLiteral(", ") + m_table.columnName(m_place.column);
        return value.isEmpty() ? names : names + QStringLiteral(": ") + value;
    }

    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect box = m_table.cellBox(m_place);
        return box.isNull() ? QRect() : QRect(m_widget->mapToGlobal(box.topLeft()), box.size());
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focusable = true;
        state.selectable = true;
        state.readOnly = true;
        state.focused = m_widget->hasFocus() && m_table.currentPlace() == m_place;
        state.selected = m_table.isChosen(m_place);
        state.offscreen = m_table.cellBox(m_place).isNull();
        state.invisible = !m_widget->isVisible();
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TableCellInterface)
            return static_cast<QAccessibleTableCellInterface*>(this);
        if (type == QAccessible::ActionInterface)
            return static_cast<QAccessibleActionInterface*>(this);
        return nullptr;
    }

    bool isSelected() const override { return isValid() && m_table.isChosen(m_place); }
    QList<QAccessibleInterface*> columnHeaderCells() const override { return {}; } // names are in the text
    QList<QAccessibleInterface*> rowHeaderCells() const override { return {}; }
    int columnIndex() const override { return m_place.column; }
    int rowIndex() const override { return m_place.row; }
    int columnExtent() const override { return 1; }
    int rowExtent() const override { return 1; }
    QAccessibleInterface* table() const override { return parent(); }

    QStringList actionNames() const override { return {pressAction()}; }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    void doAction(const QString& name) override
    {
        if (name == pressAction() && isValid())
            m_table.choose(m_place);
    }

private:
    QPointer<QWidget> m_widget;
    CellTable& m_table; // part of the widget
    CellPlace m_place;
};

class AccessibleTable : public QAccessibleWidget, public QAccessibleTableInterface
{
public:
    AccessibleTable(QWidget* widget, CellTable& table)
        : QAccessibleWidget(widget, QAccessible::Table)
        , m_table(table)
    {}
    ~AccessibleTable() override
    {
        for (const auto& [place, id] : m_cells)
            QAccessible::deleteAccessibleInterface(id);
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface*>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }

    int rowCount() const override { return m_table.tableRows(); }
    int columnCount() const override { return m_table.tableColumns(); }
    QString rowDescription(int row) const override { return m_table.rowName(row); }
    QString columnDescription(int column) const override { return m_table.columnName(column); }
    QAccessibleInterface* caption() const override { return nullptr; }
    QAccessibleInterface* summary() const override { return nullptr; }
    void modelChange(QAccessibleTableModelChangeEvent*) override {} // cells are read when they are asked

    QAccessibleInterface* cellAt(int row, int column) const override
    {
        if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount())
            return nullptr;
        const CellPlace place{row, column};
        const auto known =
            std::find_if(m_cells.begin(), m_cells.end(), [&](const auto& cell) { return cell.first == place; });
        if (known != m_cells.end())
            return QAccessible::accessibleInterface(known->second);
        if (m_cells.size() >= kKeptCells) {
            QAccessible::deleteAccessibleInterface(m_cells.front().second);
            m_cells.pop_front();
        }
        auto* cell = new AccessibleCell(widget(), m_table, place);
        m_cells.emplace_back(place, QAccessible::registerAccessibleInterface(cell)); // which owns it
        return cell;
    }

    // As many as an int can number.
    int childCount() const override
    {
        const qint64 cells = qint64(rowCount()) * columnCount();
        return static_cast<int>(std::min<qint64>(cells, std::numeric_limits<int>::max()));
    }
    QAccessibleInterface* child(int index) const override
    {
        return index < 0 || columnCount() == 0 ? nullptr : cellAt(index / columnCount(), index % columnCount());
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* cell = dynamic_cast<const AccessibleCell*>(child);
        return cell == nullptr ? -1 : cell->place().row * columnCount() + cell->place().column;
    }
    QAccessibleInterface* childAt(int x, int y) const override
    {
        const auto place = m_table.placeAt(widget()->mapFromGlobal(QPoint(x, y)));
        return place ? cellAt(place->row, place->column) : nullptr;
    }
    QAccessibleInterface* focusChild() const override
    {
        const auto place = widget()->hasFocus() ? m_table.currentPlace() : std::nullopt;
        return place ? cellAt(place->row, place->column) : QAccessibleWidget::focusChild();
    }

    QList<QAccessibleInterface*> selectedCells() const override
    {
        const auto place = m_table.currentPlace();
        if (!place || !m_table.isChosen(*place))
            return {};
        return {cellAt(place->row, place->column)};
    }
    int selectedCellCount() const override { return static_cast<int>(selectedCells().size()); }
    // Cells are chosen one by one, never whole rows or columns.
    int selectedColumnCount() const override { return 0; }
    int selectedRowCount() const override { return 0; }
    QList<int> selectedColumns() const override { return {}; }
    QList<int> selectedRows() const override { return {}; }
    bool isColumnSelected(int) const override { return false; }
    bool isRowSelected(int) const override { return false; }
    bool selectRow(int) override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }

private:
    CellTable& m_table;
    mutable std::deque<std::pair<CellPlace, QAccessible::Id>> m_cells; // the newest last
};

QAccessibleInterface* makeTable(const QString& /*name*/, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    auto* table = dynamic_cast<CellTable*>(widget);
    return table != nullptr ? new AccessibleTable(widget, *table) : nullptr;
}

} // namespace

void offerCellTable(QWidget& widget)
{
    static const bool once = (QAccessible::installFactory(makeTable), true);
    (void)once;
    // Qt may have asked for it before it was a table.
    QAccessibleInterface* known = QAccessible::queryAccessibleInterface(&widget);
    if (known != nullptr && known->tableInterface() == nullptr)
        QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(known));
}

void announcePlace(QWidget& widget, const CellTable& table)
{
    const auto place = table.currentPlace();
    if (!place || !QAccessible::isActive())
        return;
    QAccessibleEvent moved(&widget, QAccessible::Focus);
    moved.setChild(place->row * table.tableColumns() + place->column);
    QAccessible::updateAccessibility(&moved);
}

} // namespace ui
