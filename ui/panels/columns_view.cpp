// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/columns_view.h"

#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/panels/column_panel.h"

#include <QBoxLayout>
#include <QSplitter>

#include <algorithm>
#include <utility>

namespace ui {

ColumnsView::ColumnsView(Session& session, Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_splitter(new QSplitter(Qt::Horizontal, this))
{
    m_splitter->setChildrenCollapsible(false);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);

    connect(&session, &Session::modelsChanged, this, &ColumnsView::build);
    connect(&session, &Session::setupChanged, this, [this] {
        for (ColumnPanel* panel : m_panels)
            panel->showSetup();
    });
    connect(&comparison, &Comparison::columnChanged, this, [this](int column) {
        if (ColumnPanel* changed = panel(static_cast<std::size_t>(column)))
            changed->showColumn();
    });
    connect(&comparison, &Comparison::tokensChanged, this, [this] {
        for (ColumnPanel* panel : m_panels)
            panel->showTokens();
    });
    connect(&comparison, &Comparison::detailsChanged, this, [this] {
        for (ColumnPanel* panel : m_panels)
            panel->showDetail();
    });
    connect(&comparison, &Comparison::thumbnailsChanged, this, [this](int column, int layer) {
        if (ColumnPanel* changed = panel(static_cast<std::size_t>(column)))
            changed->showThumbnails(layer);
    });
}

// As many panels as the setup has columns; made anew only when that number changes.
void ColumnsView::build()
{
    const std::size_t wanted = m_session.setup().columns.size();
    if (m_panels.size() == wanted)
        return;
    qDeleteAll(std::exchange(m_panels, {})); // what is left moves, and says so, while one goes
    for (std::size_t c = 0; c < wanted; ++c) {
        auto* panel = new ColumnPanel(m_session, m_comparison, c);
        panel->setObjectName(QStringLiteral("column%1").arg(c)); // tests and scripts find it by this name
        m_panels.push_back(panel);
        m_splitter->addWidget(panel);
        m_splitter->setStretchFactor(static_cast<int>(c), 1);
        connectPanel(panel);
    }
    m_splitter->setSizes(QList<int>(static_cast<qsizetype>(wanted), 560));
}

void ColumnsView::connectPanel(ColumnPanel* panel)
{
    connect(&panel->map(), &HeatmapView::mapSizeChanged, this, &ColumnsView::showPictureSizes);
    connect(&panel->grid(), &HeadGrid::thumbnailSizeChanged, this, &ColumnsView::showPictureSizes);
    connect(panel, &ColumnPanel::cellShown, this, [this, panel](int query, int key) {
        for (ColumnPanel* other : m_panels)
            if (other != panel)
                other->showLinkedCell(HeatmapView::Cell{query, key});
    });
    connect(panel, &ColumnPanel::fillRequested, this, [this, panel] { emit fillRequested(panel); });
    connect(panel, &ColumnPanel::cellHidden, this, [this] {
        for (ColumnPanel* other : m_panels)
            other->showLinkedCell(std::nullopt);
    });
}

void ColumnsView::showPictureSizes()
{
    QSize detail(1, 1);
    int thumbnail = 1;
    for (ColumnPanel* panel : m_panels) {
        detail = detail.expandedTo(panel->map().mapPixelSize());
        thumbnail = std::max(thumbnail, panel->grid().thumbnailPixelSize().width());
    }
    m_session.setPictureSizes(detail, thumbnail);
}

void ColumnsView::resetMaps()
{
    for (ColumnPanel* panel : m_panels)
        panel->map().resetView();
}

} // namespace ui
