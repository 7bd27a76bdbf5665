// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/columns_view.h"

#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/panels/column_panel.h"
#include "ui/panels/grid_and_map.h"
#include "ui/panels/switches_panel.h"
#include "ui/session/column_edits.h"
#include "ui/view_models/measured_heads.h"
#include "ui/view_models/selection.h"

#include <QApplication>
#include <QBoxLayout>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QPointer>
#include <QSplitter>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace ui {
namespace {

constexpr int kLabelsDelay = 150; // ms

} // namespace

ColumnsView::ColumnsView(Session& session, Comparison& comparison, Selection& selection, MeasuredHeads& heads,
                         QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_selection(selection)
    , m_heads(heads)
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_labels(*this, kLabelsDelay, Refresh::When::AtRest, [this] { showLabels(); })
{
    setAcceptDrops(true);
    m_splitter->setChildrenCollapsible(false);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);

    connect(&session, &Session::modelsChanged, this, &ColumnsView::build);
    connect(&session, &Session::setupChanged, this, [this] {
        for (ColumnPanel* panel : m_panels)
            panel->showSetup();
        levelBadges();
    });
    connect(&session, &Session::chosenColumnChanged, this, [this] {
        for (ColumnPanel* panel : m_panels)
            panel->showChosen();
    });
    connect(qApp, &QApplication::focusChanged, this, [this, open = QPointer(&session)](QWidget*, QWidget* now) {
        if (open && now != nullptr) // a window that closes moves the focus when its session is gone
            chooseFocused(now);
    });
    m_labels.on(comparison, &Comparison::columnChanged);
    m_labels.on(comparison, &Comparison::detailsChanged);
    m_labels.on(session, &Session::modelsChanged);
    connect(&heads, &MeasuredHeads::changed, this, [this] {
        for (ColumnPanel* panel : m_panels)
            panel->showMarks();
    });
    connect(&selection, &Selection::changed, this, [this] {
        for (ColumnPanel* panel : m_panels)
            panel->showSelection();
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
        if (m_comparison.headsShareScale())
            for (ColumnPanel* panel : m_panels)
                panel->followScale();
    });
}

// As many panels as the setup has columns, each showing the column at its place.
void ColumnsView::build()
{
    const std::size_t wanted = m_session.setup().columns.size();
    if (m_panels.size() == wanted)
        return;
    while (m_panels.size() > wanted) {
        ColumnPanel* last = m_panels.back();
        m_panels.pop_back();
        // Its own menu may have asked for this and still be at work.
        for (QObject* part : last->findChildren<QObject*>()) {
            m_session.disconnect(part);
            m_comparison.disconnect(part);
            m_heads.disconnect(part);
        }
        last->setParent(nullptr);
        last->deleteLater();
    }
    for (std::size_t c = m_panels.size(); c < wanted; ++c) {
        auto* panel = new ColumnPanel(m_session, m_comparison, m_selection, m_heads, c);
        panel->setLabelled(m_labelled);
        panel->setObjectName(QStringLiteral("column%1").arg(c)); // tests and scripts find it by this name
        m_panels.push_back(panel);
        m_splitter->addWidget(panel);
        m_splitter->setStretchFactor(static_cast<int>(c), 1);
        connectPanel(panel);
        panel->showAll();
    }
    m_splitter->setSizes(QList<int>(static_cast<qsizetype>(wanted), 560));
    shareEvenly();
}

// Columns that differ by a pixel would need maps of two sizes, of which one is always painted from the other's values.
void ColumnsView::shareEvenly()
{
    const int count = m_splitter->count();
    if (count == 0)
        return;
    const int room = width() - (count - 1) * m_splitter->handleWidth();
    layout()->setContentsMargins(0, 0, room > 0 ? room % count : 0, 0);
    const QList<int> sizes = m_splitter->sizes();
    const auto [least, most] = std::minmax_element(sizes.begin(), sizes.end());
    if (*most - *least < count) // nobody has drawn them apart
        m_splitter->setSizes(QList<int>(count, room / count));
}

void ColumnsView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    shareEvenly();
}

void ColumnsView::connectPanel(ColumnPanel* panel)
{
    connect(&panel->map(), &HeatmapView::mapSizeChanged, this, &ColumnsView::showPictureSizes);
    connect(&panel->grid(), &HeadGrid::thumbnailSizeChanged, this, &ColumnsView::showPictureSizes);
    connect(&panel->pictures(), &GridAndMap::neededGridChanged, this, &ColumnsView::levelGrids);
    connect(&panel->switches(), &SwitchesPanel::heightNeededChanged, this, &ColumnsView::levelSwitches);
    connect(panel, &ColumnPanel::switchesWanted, this, [this](bool unfolded) {
        for (ColumnPanel* each : m_panels)
            each->unfoldSwitches(unfolded);
    });
    connect(panel, &ColumnPanel::fillRequested, this, [this, panel] { emit fillRequested(panel); });
    connect(panel, &ColumnPanel::actionWanted, this, &ColumnsView::actionWanted);
    connect(panel, &ColumnPanel::resized, this, &ColumnsView::levelBadges);
    connect(panel, &ColumnPanel::wordsChanged, this, &ColumnsView::levelWords);
}

void ColumnsView::levelSwitches()
{
    int height = 0;
    for (ColumnPanel* panel : m_panels)
        height = std::max(height, panel->switches().heightNeeded());
    for (ColumnPanel* panel : m_panels)
        panel->switches().setFixedHeight(height);
}

void ColumnsView::levelWords()
{
    auto words = ColumnPanel::Words::All;
    for (const ColumnPanel* panel : m_panels)
        words = std::max(words, panel->words());
    for (ColumnPanel* panel : m_panels)
        panel->setMostWords(words);
}

void ColumnsView::levelGrids()
{
    int height = 0;
    for (const ColumnPanel* panel : m_panels)
        height = std::max(height, panel->pictures().neededGrid());
    for (ColumnPanel* panel : m_panels)
        panel->pictures().setGrid(height);
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

// All columns leave as much room for switches as the one that needs most.
void ColumnsView::levelBadges()
{
    int height = 0;
    for (const ColumnPanel* panel : m_panels)
        height = std::max(height, panel->neededBadgeHeight());
    for (ColumnPanel* panel : m_panels)
        panel->setBadgeHeight(height);
}

void ColumnsView::chooseFocused(const QWidget* focused)
{
    for (std::size_t c = 0; c < m_panels.size(); ++c)
        if (m_panels[c]->isAncestorOf(focused))
            m_session.chooseColumn(c);
}

std::size_t ColumnsView::columnAt(const QPoint& position) const
{
    std::size_t nearest = 0;
    for (std::size_t c = 0; c < m_panels.size(); ++c)
        if (m_panels[c]->mapTo(this, QPoint(0, 0)).x() <= position.x())
            nearest = c;
    return nearest;
}

void ColumnsView::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void ColumnsView::dropEvent(QDropEvent* event)
{
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    if (paths.isEmpty())
        return event->ignore(); // the window says why
    event->acceptProposedAction();
    emit dropped(paths, static_cast<int>(columnAt(event->position().toPoint())));
}

void ColumnsView::setLabelled(bool labelled)
{
    m_labelled = labelled;
    for (ColumnPanel* panel : m_panels)
        panel->setLabelled(labelled);
    showLabels();
}

void ColumnsView::showLabels()
{
    if (m_labelled)
        m_heads.measure();
}

void ColumnsView::resetMaps()
{
    for (ColumnPanel* panel : m_panels)
        panel->map().resetView();
}

} // namespace ui
