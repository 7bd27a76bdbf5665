// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QKeySequence>
#include <QString>

#include <functional>
#include <string>
#include <vector>

class QWidget;

namespace core {
class ThreadPool;
}

namespace ui {

class Comparison;
class MeasuredHeads;
class Selection;
class Session;
class WindowServices;

// All that a view reads, edits and asks for.
struct ViewContext
{
    Session& session;
    Comparison& comparison;
    Selection& selection;
    MeasuredHeads& heads;
    core::ThreadPool& pool;
    WindowServices& window;
};

// Where a view stands until people move it.
enum class Place {
    Left,  // of the columns
    Right, // of everything, over the whole height
    Tray,  // below the columns: one or two at once, the others behind tabs
    Window // a window of its own, made when it is first asked for
};

// A view beside the columns: what it is called and how it is made. Views are found by views.def, the window knows none
// by name.
struct View
{
    std::string id; // "curves"; never renamed: the window remembers by it which were shown
    QString title;
    Place place = Place::Tray;
    QKeySequence shortcut{}; // shows and hides it
    bool shownAtFirst = false;
    bool isTall = false;  // at the left: down to the window's end, beside the tray
    int size = 0;         // width at the side, height in the tray, with letters of usual size, until people change it
    std::string figure{}; // the kind of session figure that it is exported as; empty: none
    std::function<QWidget*(const ViewContext&)> make{};
    // What it is doing that would end if the window were closed, as a sentence; empty: nothing.
    std::function<QString(QWidget&)> atWork{};
    // For pictures and tests of everything: does what fills it and takes a person otherwise, as little of it as shows
    // something. Called again and again until it returns true: all is there.
    std::function<bool(QWidget&)> example{};
};

struct Views
{
    Q_DECLARE_TR_FUNCTIONS(ui::Views)
};

std::vector<View> allViews();

} // namespace ui
