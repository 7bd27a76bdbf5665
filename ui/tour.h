// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <string>
#include <vector>

namespace ui {

class MainWindow;

// Whether nothing is on its way to the screen: no answer of the engine, no job, no view that is about to refresh. What
// has been painted by then a turn or two of the event loop later is what stays.
bool isAtRest(MainWindow& window);

// Goes through what a window shows, with real content: every view of views.def, then menus and dialogs. At each stop,
// once every number is there, whoever wants to look is called with the part that is new: pictures for people
// (`alibi-lab --tour`), words for tests. Afterwards the window is as it was. GUI thread only; nothing here waits.
class Tour : public QObject
{
    Q_OBJECT

public:
    // id: of the stop: "curves", "dialog-about"; never renamed, files are called by it.
    using Look = std::function<void(const std::string& id, QWidget& part)>;

    Tour(MainWindow& window, Look look);

    void addViews();   // the window as it is, and each view around its columns, with a cell chosen where there is one
    void addDialogs(); // switches, a difference, the palette, and what asks or tells in a window of its own
    void addMenus();
    void addStudies(); // their forms, and the results of those that take a moment
    void start();      // ends with finished()

    std::vector<std::string> stops() const; // their ids, in order
    // Of those that showed nothing to look at; after finished().
    const std::vector<std::string>& missed() const { return m_missed; }

signals:
    void finished();

private:
    struct Stop
    {
        std::string id;
        std::function<void()> enter;           // for a dialog it returns when that is closed
        bool isDialog = false;                 // whatever is modal then
        bool isAccepted = false;               // the dialog; others are closed
        std::function<QWidget*()> part = {};   // none: the window
        std::function<bool()> isPossible = {}; // none: always; otherwise it is passed over
        std::function<bool()> isThere = {};    // besides all work being done
        std::function<void()> leave = {};
    };
    enum class State { Before, Looking, Leaving };

    void addSession(); // what asks before something is lost, or about a file
    void run(const char* action);
    void showOnly(const std::string& view);
    void showAsBefore();
    void chooseCell();
    void advance();
    void enter();
    void end();
    void look(const Stop& stop, QWidget* dialog);

    MainWindow& m_window;
    Look m_look;
    std::vector<Stop> m_stops;
    std::vector<std::string> m_missed;
    std::vector<std::string> m_shownBefore;
    std::size_t m_at = 0;
    State m_state = State::Before;
    bool m_inside = false; // enter() has not returned
    int m_quiet = 0;       // looks in a row that found everything at rest
    QTimer m_tick;
};

} // namespace ui
