// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/filling.h"
#include "ui/views/view.h"

#include <QMainWindow>
#include <QPointer>
#include <QStringList>

class QDockWidget;

namespace ui {

class ColumnsView;

// Makes the views of views.def and gives each its place around the columns, as a dock that can be moved, hidden, put
// behind a tab or beside another, and that fills the window on a double click on its title.
class ViewHost : public QMainWindow
{
    Q_OBJECT

public:
    ViewHost(ColumnsView& columns, const ViewContext& context, std::vector<View> views = allViews());
    ~ViewHost() override;

    QWidget* view(const std::string& id);
    bool isViewShown(const std::string& id) const;
    bool isViewInFront(const std::string& id) const; // shown, and not behind another's tab
    void showView(const std::string& id, bool shown);
    // Whether it is a view or a column.
    bool canFill(const QWidget* part) const;
    // What views do that would end with them; a sentence each.
    QStringList atWork() const;
    // The columns and the views as one reads them: left, columns, tray, right.
    QList<QWidget*> parts() const;
    // Places and sizes as saveState() gave them.
    void restoreViews(const QByteArray& state);
    Filling& filling() { return m_filling; }
    const Filling& filling() const { return m_filling; }

signals:
    void partsChanged(); // which of them Tab can reach

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Shown
    {
        View view;
        QPointer<QWidget> widget; // the view
        QDockWidget* dock = nullptr;
        int size = 0; // when it was last seen; 0: never
    };
    Shown* find(const std::string& id);
    void place(Shown& shown);
    void settleTabBars();
    void settleCorner();
    void sizeAtFirst();
    void widenSqueezed();
    void scaleViews(double factor);
    bool isAcross(QDockWidget* dock) const; // its size is its width
    int firstSize(const View& view) const;
    bool isAtLeft(const Shown& shown) const;
    void keepWidthsAtLeft();
    void fillPlaceOf(QDockWidget* gone, int size);

    ViewContext m_context;
    Filling m_filling;
    std::vector<Shown> m_views;
    QByteArray m_restored;      // what restoreViews() was given before there was a size
    int m_line = 0;             // height of a line
    bool m_keepsWidths = false; // of the views at the left, until this event is over
    bool m_sized = false;       // views have had their first sizes, or those people gave them
};

} // namespace ui
