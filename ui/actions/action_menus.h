// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action.h"

#include <QObject>

#include <string_view>

class QKeyEvent;
class QMainWindow;
class QMenu;

namespace ui {

// The menus of a window and its keys, made from the list of actions. What they say (which are possible, on, or called
// otherwise) is asked for when a menu opens.
class ActionMenus : public QObject
{
    Q_OBJECT

public:
    // The context outlives this object.
    ActionMenus(QMainWindow& window, const ActionContext& context);

    const std::vector<Action>& actions() const { return m_actions; }
    void run(const Action& action) const; // if it is possible now
    void run(std::string_view id) const;
    // The action of a plain key that nothing with the focus has taken; null: there is none.
    const Action* ofPlainKey(const QKeyEvent& event) const;

private:
    struct Entry;
    void build(QMainWindow& window, Menu menu);

    ActionContext m_context;
    std::vector<Action> m_actions;
};

} // namespace ui
