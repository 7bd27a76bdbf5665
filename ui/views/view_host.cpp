// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/view_host.h"

#include "core/base/error.h"
#include "ui/actions/window_services.h"
#include "ui/controls/screen_fit.h"
#include "ui/language/words.h"
#include "ui/panels/column_panel.h"
#include "ui/panels/columns_view.h"
#include "ui/views/view_copy.h"
#include "ui/views/view_title.h"

#include <QDockWidget>
#include <QTabBar>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace ui {
namespace {

Qt::DockWidgetArea areaOf(Place place)
{
    return place == Place::Left    ? Qt::LeftDockWidgetArea
           : place == Place::Right ? Qt::RightDockWidgetArea
                                   : Qt::BottomDockWidgetArea;
}

} // namespace

ViewHost::ViewHost(ColumnsView& columns, const ViewContext& context, std::vector<View> views)
    : QMainWindow(nullptr, Qt::Widget)
    , m_context(context)
    , m_filling(*this, columns)
{
    m_line = fontMetrics().height();
    setCentralWidget(&columns);
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    for (View& view : views)
        m_views.push_back({std::move(view), nullptr, nullptr});
    for (Shown& shown : m_views)
        if (shown.view.place != Place::Window)
            place(shown);
    const auto first = std::find_if(m_views.begin(), m_views.end(), [](const Shown& shown) {
        return shown.view.place == Place::Tray && shown.view.shownAtFirst;
    });
    if (first != m_views.end())
        first->dock->raise();
    connect(&columns, &ColumnsView::fillRequested, this,
            [this](QWidget* column) { m_filling.fill(m_filling.part() == column ? nullptr : column); });
}

void ViewHost::restoreViews(const QByteArray& state)
{
    m_sized = restoreState(state);
    if (m_sized && !isVisible())
        m_restored = state;
}

void ViewHost::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (!m_restored.isEmpty()) // again, for only now is there the room that the sizes are of
        restoreState(std::exchange(m_restored, {}));
    if (!std::exchange(m_sized, true))
        sizeAtFirst();
}

void ViewHost::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::FontChange)
        return;
    const int before = std::exchange(m_line, fontMetrics().height());
    if (m_sized && m_line != before)
        scaleViews(double(m_line) / before);
}

// As large for their letters as they were.
void ViewHost::scaleViews(double factor)
{
    for (const Shown& shown : m_views) {
        if (shown.dock == nullptr || shown.dock->isHidden() || shown.dock->isFloating())
            continue;
        const bool across = isAcross(shown.dock);
        const int size = qRound(factor * (across ? shown.dock->width() : shown.dock->height()));
        // When the layout knows how much the larger letters need at least.
        QTimer::singleShot(0, shown.dock, [this, dock = shown.dock, size, across] {
            resizeDocks({dock}, {size}, across ? Qt::Horizontal : Qt::Vertical);
        });
    }
}

void ViewHost::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    QTimer::singleShot(0, this, &ViewHost::widenSqueezed); // when the layout has settled
}

// Qt squeezes views of a window that is too small, and leaves them so when it grows again.
void ViewHost::widenSqueezed()
{
    for (const Shown& shown : m_views) {
        if (shown.dock == nullptr || shown.dock->isHidden() || shown.dock->isFloating() || !isAcross(shown.dock) ||
            shown.dock->visibleRegion().isEmpty())
            continue;
        const int least = shown.widget->minimumSizeHint().expandedTo(shown.widget->minimumSize()).width();
        if (shown.dock->width() < least && width() > 3 * least)
            resizeDocks({shown.dock}, {std::max(least, firstSize(shown.view))}, Qt::Horizontal);
    }
}

bool ViewHost::isAcross(QDockWidget* dock) const { return dockWidgetArea(dock) != Qt::BottomDockWidgetArea; }

// Larger letters need more room, and a high window has more for the tray.
int ViewHost::firstSize(const View& view) const
{
    constexpr double usual = 17.0; // height of a line
    const double larger = std::max(1.0, fontMetrics().height() / usual);
    const double higher = std::clamp(height() / 740.0, 1.0, 1.4);
    return qRound((view.place == Place::Tray ? std::max(larger, higher) : larger) * view.size);
}

void ViewHost::sizeAtFirst()
{
    for (const Shown& shown : m_views)
        if (shown.dock != nullptr && !shown.dock->isHidden() && shown.view.size > 0)
            resizeDocks({shown.dock}, {firstSize(shown.view)}, isAcross(shown.dock) ? Qt::Horizontal : Qt::Vertical);
}

// Their threads ask the session.
ViewHost::~ViewHost()
{
    for (const Shown& shown : m_views)
        delete shown.widget;
}

void ViewHost::place(Shown& shown)
{
    shown.widget = shown.view.make(m_context);
    auto* dock = new QDockWidget(shown.view.title, this);
    shown.dock = dock;
    dock->setObjectName(QString::fromStdString(shown.view.id)); // the window remembers by it
    dock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    dock->setWidget(shown.widget);
    auto* title = new ViewTitle(shown.view.title, !shown.view.figure.empty(), dock);
    dock->setTitleBarWidget(title);
    connect(title, &ViewTitle::hideRequested, this, [this, id = shown.view.id] { showView(id, false); });
    connect(title, &ViewTitle::exportRequested, this,
            [this, kind = shown.view.figure] { m_context.window.exportFigure(kind); });
    connect(title, &ViewTitle::copyPictureRequested, this, [this, view = shown.widget, name = shown.view.title] {
        try {
            copyViewPicture(*view);
            m_context.window.say(tr("A picture of “%1” was copied.").arg(name));
        } catch (const core::Error& problem) { // larger than a picture can be
            m_context.window.showError(sentenceOf(problem));
        }
    });
    connect(title, &ViewTitle::copyNumbersRequested, this, [this, view = shown.widget, name = shown.view.title] {
        const bool copied = copyViewNumbers(*view);
        m_context.window.say(copied ? tr("The numbers of “%1” were copied.").arg(name)
                                    : tr("“%1” has no numbers to copy.").arg(name));
    });
    connect(title, &ViewTitle::fillRequested, this,
            [this, dock] { m_filling.fill(m_filling.part() == dock ? nullptr : dock); });
    connect(&m_filling, &Filling::changed, title, [title, dock](QWidget* part) { title->setFilling(part == dock); });
    // Qt leaves what is behind a tab visible, outside the window: its fields would be stops of Tab that nobody sees.
    connect(dock, &QDockWidget::visibilityChanged, shown.widget, &QWidget::setVisible);
    connect(dock, &QDockWidget::visibilityChanged, this, &ViewHost::settleTabBars, Qt::QueuedConnection);
    if (shown.view.isTall)
        connect(dock, &QDockWidget::visibilityChanged, this, &ViewHost::settleCorner);
    // The first of the tray is followed by the others behind tabs; people may draw one beside another.
    const auto neighbour = std::find_if(m_views.begin(), m_views.end(), [&](const Shown& other) {
        return other.dock != nullptr && other.dock != dock && other.view.place == Place::Tray;
    });
    if (shown.view.place == Place::Tray && neighbour != m_views.end())
        tabifyDockWidget(neighbour->dock, dock);
    else
        addDockWidget(areaOf(shown.view.place), dock);
    const auto beside = std::find_if(m_views.begin(), m_views.end(), [&](const Shown& other) {
        return other.dock != nullptr && other.dock != dock && other.view.place == Place::Left;
    });
    if (shown.view.place == Place::Left && beside != m_views.end()) // both need the whole height
        splitDockWidget(beside->dock, dock, Qt::Horizontal);
    dock->setVisible(shown.view.shownAtFirst);
}

// A tall view reaches down beside the tray.
void ViewHost::settleCorner()
{
    const bool tall = std::ranges::any_of(m_views, [this](const Shown& shown) {
        return shown.view.isTall && shown.dock != nullptr && !shown.dock->isHidden() && isAtLeft(shown);
    });
    const Qt::DockWidgetArea area = tall ? Qt::LeftDockWidgetArea : Qt::BottomDockWidgetArea;
    if (corner(Qt::BottomLeftCorner) != area)
        setCorner(Qt::BottomLeftCorner, area);
}

// The same of the bar of a single tab.
void ViewHost::settleTabBars()
{
    bool changed = false;
    for (QTabBar* bar : findChildren<QTabBar*>(Qt::FindDirectChildrenOnly)) {
        const Qt::FocusPolicy wanted = bar->count() > 1 ? Qt::TabFocus : Qt::NoFocus;
        changed = changed || bar->focusPolicy() != wanted;
        bar->setFocusPolicy(wanted);
    }
    if (changed)
        emit partsChanged();
}

ViewHost::Shown* ViewHost::find(const std::string& id)
{
    const auto found =
        std::find_if(m_views.begin(), m_views.end(), [&](const Shown& shown) { return shown.view.id == id; });
    return found == m_views.end() ? nullptr : &*found;
}

QWidget* ViewHost::view(const std::string& id)
{
    Shown* shown = find(id);
    if (shown != nullptr && shown->widget == nullptr) {
        shown->widget = shown->view.make(m_context);
        fitToScreen(*shown->widget);
    }
    return shown != nullptr ? shown->widget.data() : nullptr;
}

bool ViewHost::isViewShown(const std::string& id) const
{
    return std::any_of(m_views.begin(), m_views.end(), [&](const Shown& shown) {
        return shown.view.id == id && shown.dock != nullptr && !shown.dock->isHidden();
    });
}

bool ViewHost::isViewInFront(const std::string& id) const
{
    return std::any_of(m_views.begin(), m_views.end(), [&](const Shown& shown) {
        return shown.view.id == id && shown.dock != nullptr && !shown.dock->visibleRegion().isEmpty();
    });
}

bool ViewHost::isAtLeft(const Shown& shown) const
{
    return shown.view.place == Place::Left && shown.dock != nullptr && !shown.dock->isFloating() &&
           dockWidgetArea(shown.dock) == Qt::LeftDockWidgetArea;
}

// Those at the left stand side by side. When one comes or goes Qt would share their room out anew.
void ViewHost::keepWidthsAtLeft()
{
    if (!m_sized || m_keepsWidths)
        return;
    for (Shown& shown : m_views)
        if (isAtLeft(shown) && !shown.dock->isHidden())
            shown.size = shown.dock->width();
    m_keepsWidths = true;
    QTimer::singleShot(0, this, [this] { // when all have come and gone
        m_keepsWidths = false;
        QList<QDockWidget*> docks;
        QList<int> widths;
        for (const Shown& shown : m_views)
            if (isAtLeft(shown) && !shown.dock->isHidden()) {
                docks.append(shown.dock);
                widths.append(shown.size > 0 ? shown.size : firstSize(shown.view));
            }
        resizeDocks(docks, widths, Qt::Horizontal);
    });
}

void ViewHost::showView(const std::string& id, bool wanted)
{
    Shown* shown = find(id);
    if (shown == nullptr || shown->dock == nullptr)
        return;
    if (m_filling.part() != nullptr && (wanted || m_filling.part() == shown->dock))
        m_filling.fill(nullptr);
    if (!wanted && !shown->dock->isHidden() && !isAtLeft(*shown))
        shown->size = isAcross(shown->dock) ? shown->dock->width() : shown->dock->height();
    if (shown->view.place == Place::Left)
        keepWidthsAtLeft();
    const bool returns = wanted && shown->dock->isHidden();
    const int size = shown->size > 0 ? shown->size : firstSize(shown->view);
    shown->dock->setVisible(wanted);
    if (wanted)
        shown->dock->raise(); // before the others of its tabs
    if (isAtLeft(*shown))
        return; // see keepWidthsAtLeft()
    if (!wanted)
        QTimer::singleShot(0, this, [this, gone = shown->dock, size = shown->size] { fillPlaceOf(gone, size); });
    // Qt gives it what its contents need at least. Where another view stands beside it, that one's size is its own.
    const auto alone = [&](const Shown& other) {
        return other.dock == nullptr || other.dock == shown->dock || other.dock->isHidden() ||
               dockWidgetArea(other.dock) != dockWidgetArea(shown->dock);
    };
    if (returns && size > 0 && m_sized && std::ranges::all_of(m_views, alone)) {
        resizeDocks({shown->dock}, {size}, isAcross(shown->dock) ? Qt::Horizontal : Qt::Vertical);
    } else if (returns && m_sized && !isAcross(shown->dock) && shown->widget->minimumHeight() == 0) {
        // Qt does not resize tabs; what it must have for a moment it keeps.
        shown->widget->setMinimumHeight(std::min(size, height() / 2) - m_line);
        QTimer::singleShot(0, shown->widget, [widget = shown->widget] { widget->setMinimumHeight(0); });
    }
}

// Qt leaves what comes out from behind a tab where it was hidden, outside the window, until it is laid out anew.
void ViewHost::fillPlaceOf(QDockWidget* gone, int size)
{
    for (const Shown& shown : m_views)
        if (shown.dock != nullptr && shown.dock != gone && !shown.dock->isHidden() && !shown.dock->isFloating() &&
            dockWidgetArea(shown.dock) == dockWidgetArea(gone) && size > 0)
            return resizeDocks({shown.dock}, {size}, isAcross(shown.dock) ? Qt::Horizontal : Qt::Vertical);
}

QStringList ViewHost::atWork() const
{
    QStringList sentences;
    for (const Shown& shown : m_views)
        if (shown.widget != nullptr && shown.view.atWork)
            if (const QString sentence = shown.view.atWork(*shown.widget); !sentence.isEmpty())
                sentences.append(sentence);
    return sentences;
}

QList<QWidget*> ViewHost::parts() const
{
    QList<QWidget*> parts;
    const auto add = [&](Qt::DockWidgetArea area) {
        for (const Shown& shown : m_views)
            if (shown.dock != nullptr && dockWidgetArea(shown.dock) == area)
                parts.append(shown.dock);
    };
    add(Qt::LeftDockWidgetArea);
    parts.append(centralWidget());
    for (QTabBar* bar : findChildren<QTabBar*>(Qt::FindDirectChildrenOnly))
        parts.append(bar);
    add(Qt::BottomDockWidgetArea);
    add(Qt::RightDockWidgetArea);
    return parts;
}

bool ViewHost::canFill(const QWidget* part) const
{
    return qobject_cast<const QDockWidget*>(part) != nullptr || qobject_cast<const ColumnPanel*>(part) != nullptr;
}

} // namespace ui
