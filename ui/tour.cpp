// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour.h"

#include "core/study/study.h"
#include "ui/controls/refresh.h"
#include "ui/main_window.h"
#include "ui/panels/column_panel.h"
#include "ui/panels/columns_view.h"
#include "ui/panels/export_dialog.h"
#include "ui/panels/studies_window.h"
#include "ui/panels/study_form.h"
#include "ui/session/column_edits.h"
#include "ui/session/job.h"
#include "ui/views/view.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QMenu>
#include <QMenuBar>
#include <QTemporaryFile>

#include <algorithm>
#include <memory>
#include <utility>

namespace ui {
namespace {

constexpr int kEvery = 15; // ms between two looks at whether all is there
// Plots draw themselves a turn of the event loop after their data have come, layouts settle in two.
constexpr int kQuietLooks = 4;

// A study that takes a moment, on a little of the text.
StudyPlan smallPlan(const core::Study& study, StudyPlan plan)
{
    for (const core::StudyOption& option : study.options) {
        const std::string name = option.name;
        if (option.kind == core::StudyOption::Kind::Lengths)
            plan.values.set(name, std::vector<core::Index>{32, 64, 128, 256});
        else if (option.kind == core::StudyOption::Kind::Length)
            plan.values.set(name, core::Index{128});
        else if (name == "tokens")
            plan.values.set(name, core::Index{512});
        else if (name == "stride")
            plan.values.set(name, core::Index{32});
        else if (name == "samples")
            plan.values.set(name, core::Index{4});
    }
    return plan;
}

bool isTraining(const core::Study& study) { return study.paper == core::Study::Paper::Training; }

} // namespace

bool isAtRest(MainWindow& window) { return !window.session().isBusy() && !Job::isAnyRunning() && !Refresh::isAnyDue(); }

Tour::Tour(MainWindow& window, Look look)
    : m_window(window)
    , m_look(std::move(look))
{
    m_tick.setInterval(kEvery);
    connect(&m_tick, &QTimer::timeout, this, &Tour::advance);
}

std::vector<std::string> Tour::stops() const
{
    std::vector<std::string> ids;
    for (const Stop& stop : m_stops)
        ids.push_back(stop.id);
    return ids;
}

void Tour::run(const char* action)
{
    if (auto* entry = m_window.findChild<QAction*>(QString::fromLatin1(action)))
        entry->trigger();
}

void Tour::showOnly(const std::string& wanted)
{
    for (const View& view : allViews())
        if (view.id != wanted)
            m_window.showView(view.id, false);
    m_window.showView(wanted, true);
}

void Tour::showAsBefore()
{
    for (const View& view : allViews())
        m_window.showView(view.id, std::ranges::find(m_shownBefore, view.id) != m_shownBefore.end());
}

// Well inside the text, so that there is something before and behind it.
void Tour::chooseCell()
{
    const Comparison& comparison = m_window.comparison();
    if (comparison.columns() == 0 || comparison.column(0).length < 1)
        return;
    const int query = std::min(comparison.column(0).length - 1, 40);
    m_window.selection().choose(0, {query, query / 2});
}

void Tour::addViews()
{
    m_stops.push_back({.id = "window", .enter = [] {}});
    for (const View& view : allViews()) {
        if (view.place == Place::Window)
            continue;
        m_stops.push_back({.id = view.id,
                           .enter =
                               [this, id = view.id] {
                                   showOnly(id);
                                   chooseCell();
                               },
                           .isThere =
                               [this, id = view.id, example = view.example] {
                                   const bool isRead = m_window.comparison().columns() > 0;
                                   return !example || !isRead || example(*m_window.view(id));
                               },
                           .leave = [this] { m_window.selection().release(); }});
    }
    m_stops.back().leave = [this] {
        m_window.selection().release();
        showAsBefore();
    };
}

void Tour::addDialogs()
{
    m_stops.push_back({.id = "switches",
                       .enter =
                           [this] {
                               for (ColumnPanel* panel : m_window.columns().panels())
                                   panel->unfoldSwitches(true);
                           },
                       .leave =
                           [this] {
                               for (ColumnPanel* panel : m_window.columns().panels())
                                   panel->unfoldSwitches(false);
                           }});
    m_stops.push_back({.id = "difference",
                       .enter = [this] { toggleDifference(m_window.session()); },
                       .isPossible = [this] { return m_window.session().setup().columns.size() > 1; },
                       .leave = [this] { m_window.session().undoStack().undo(); }});
    m_stops.push_back({.id = "palette",
                       .enter = [this] { m_window.findAction(); },
                       .leave = [this] { m_window.findAction(); }}); // closes it again
    for (const auto& [id, action] :
         {std::pair("dialog-text", "type-text"), std::pair("dialog-about", "about"),
          std::pair("dialog-about-model", "about-model"), std::pair("dialog-choose-model", "choose-model")})
        m_stops.push_back({.id = id, .enter = [this, action = action] { run(action); }, .isDialog = true});
    m_stops.push_back({.id = "dialog-export",
                       .enter = [this] { run("export-figure"); },
                       .isDialog = true,
                       .isThere =
                           [this] {
                               const auto* dialog = m_window.findChild<ExportDialog*>();
                               return dialog != nullptr && dialog->isComplete();
                           }});
    addSession();
}

void Tour::addMenus()
{
    const auto add = [this](const std::string& id, const std::function<QMenu*()>& menu) {
        m_stops.push_back({.id = id,
                           .enter =
                               [this, menu] {
                                   if (QMenu* shown = menu())
                                       shown->popup(m_window.mapToGlobal(QPoint(0, 0)));
                               },
                           .part = [menu]() -> QWidget* { return menu(); },
                           .leave =
                               [menu] {
                                   if (QMenu* shown = menu())
                                       shown->close();
                               }});
    };
    const QList<QAction*> menus = m_window.menuBar()->actions();
    for (qsizetype i = 0; i < menus.size(); ++i)
        add("menu-" + std::to_string(i + 1), [menu = menus[i]->menu()] { return menu; });
    add("menu-column", [this]() -> QMenu* {
        const ColumnPanel* panel = m_window.columns().panel(0);
        return panel != nullptr ? panel->menu() : nullptr;
    });
}

void Tour::addSession()
{
    // A switch is work that would be lost.
    m_stops.push_back({.id = "dialog-closing",
                       .enter =
                           [this] {
                               m_window.session().edit(QStringLiteral("-"),
                                                       [](core::Setup& e) { e.columns[0].options["bias_factor"] = 2; });
                               m_window.setAsksBeforeClosing(true);
                               m_window.close();
                           },
                       .isDialog = true,
                       .leave =
                           [this] {
                               m_window.setAsksBeforeClosing(false);
                               m_window.session().undoStack().undo();
                           }});
    auto file = std::make_shared<QTemporaryFile>(QDir::tempPath() + QStringLiteral("/letter-XXXXXX.txt"));
    m_stops.push_back({.id = "dialog-encoding",
                       .enter =
                           [this, file] {
                               if (file->open()) {
                                   file->write("Caf\xE9 ferm\xE9, th\xE9 glac\xE9, \xE9t\xE9 pass\xE9.\n");
                                   file->flush();
                                   m_window.openPath(file->fileName());
                               }
                           },
                       .isDialog = true,
                       .isAccepted = true, // without an answer it would be an error
                       .leave = [this] { m_window.session().undoStack().undo(); }});
}

void Tour::addStudies()
{
    const auto window = [this]() -> StudiesWindow& { return static_cast<StudiesWindow&>(*m_window.view("studies")); };
    for (const core::Study& study : core::studies()) {
        const std::string id = study.id;
        m_stops.push_back({.id = "study-" + id,
                           .enter =
                               [window, id] {
                                   window().open(id);
                                   window().form().showSession();
                               },
                           .part = [window]() -> QWidget* { return &window(); },
                           .leave = [window] { window().close(); }});
        if (isTraining(study)) // for many seconds
            continue;
        m_stops.push_back({.id = "study-" + id + "-results",
                           .enter =
                               [window, &study] {
                                   window().open(study.id);
                                   if (window().form().obstacle().isEmpty())
                                       window().runner().start(smallPlan(study, window().form().plan()));
                               },
                           .part = [window]() -> QWidget* { return &window(); },
                           .isThere = [window] { return !window().runner().state()->running; },
                           .leave = [window] { window().close(); }});
    }
}

void Tour::start()
{
    m_shownBefore.clear();
    for (const View& view : allViews())
        if (m_window.isViewShown(view.id))
            m_shownBefore.push_back(view.id);
    m_at = 0;
    m_state = State::Before;
    m_tick.start();
}

void Tour::enter()
{
    m_state = State::Looking;
    m_inside = true;
    // Not from the tick: the loop of a dialog needs it.
    QTimer::singleShot(0, this, [this, act = m_stops[m_at].enter] {
        act();
        m_inside = false;
    });
}

void Tour::look(const Stop& stop, QWidget* dialog)
{
    m_state = State::Leaving;
    QWidget* part = stop.isDialog ? dialog : stop.part ? stop.part() : &m_window;
    if (part == nullptr || !part->isVisible())
        return m_missed.push_back(stop.id);
    m_look(stop.id, *part);
    if (auto* asking = qobject_cast<QDialog*>(dialog); asking != nullptr && stop.isAccepted)
        asking->accept();
    else if (dialog != nullptr)
        dialog->close();
}

void Tour::end()
{
    m_tick.stop();
    showAsBefore();
    emit finished();
}

// A step further whenever the last one has come to rest.
void Tour::advance()
{
    const Stop* stop = m_at < m_stops.size() ? &m_stops[m_at] : nullptr;
    QWidget* dialog = stop != nullptr && stop->isDialog ? QApplication::activeModalWidget() : nullptr;
    const bool isComing =
        m_state == State::Looking && ((m_inside && dialog == nullptr) || (stop->isThere && !stop->isThere()));
    const bool isClosing = m_state == State::Leaving && m_inside;
    if (!isAtRest(m_window) || isComing || isClosing) {
        m_quiet = 0;
        return;
    }
    if (++m_quiet < kQuietLooks)
        return;
    m_quiet = 0;
    if (stop == nullptr)
        return end();
    switch (m_state) {
    case State::Before:
        if (!stop->isPossible || stop->isPossible())
            return enter();
        ++m_at;
        return;
    case State::Looking:
        return look(*stop, dialog);
    case State::Leaving:
        if (stop->leave)
            stop->leave();
        ++m_at;
        m_state = State::Before;
    }
}

} // namespace ui
