// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action_menus.h"

#include <QAction>
#include <QKeyEvent>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include <algorithm>

namespace ui {
namespace {

// A menu with its entries as they are when it opens.
class LiveMenu : public QMenu
{
public:
    LiveMenu(const QString& title, QWidget* parent)
        : QMenu(title, parent)
    {}

    void add(QAction* entry, const Action& action, const ActionContext& context)
    {
        addAction(entry);
        connect(this, &QMenu::aboutToShow, entry, [this, entry, &action, &context] {
            const bool possible = action.possible(context);
            entry->setText(action.textNow(context));
            entry->setEnabled(possible);
            entry->setVisible(possible || !action.hidesWhenUnable);
            entry->setChecked(action.isOn && action.isOn(context));
        });
        // Keys work while the menu is closed, and then ask for themselves.
        connect(this, &QMenu::aboutToHide, entry, [entry] { entry->setEnabled(true); });
    }
};

} // namespace

ActionMenus::ActionMenus(QMainWindow& window, const ActionContext& context)
    : QObject(&window)
    , m_context(context)
    , m_actions(allActions())
{
    for (const Menu menu : {Menu::File, Menu::Edit, Menu::View, Menu::Model, Menu::Study, Menu::Lesson, Menu::Help})
        build(window, menu);
}

void ActionMenus::build(QMainWindow& window, Menu menu)
{
    auto* top = new LiveMenu(titleOf(menu), &window);
    window.menuBar()->addMenu(top);
    LiveMenu* inner = nullptr;
    QString innerTitle;
    for (const Action& action : m_actions) {
        if (action.menu != menu)
            continue;
        const QString title = action.submenu ? action.submenu(m_context) : QString();
        if (!action.submenu) {
            inner = nullptr;
        } else if (inner == nullptr || title != innerTitle) {
            if (action.startsGroup)
                top->addSeparator();
            inner = new LiveMenu(title, top);
            innerTitle = title;
            QAction* opener = top->addMenu(inner);
            connect(top, &QMenu::aboutToShow, opener, [opener, &action, this] {
                opener->setText(action.submenu(m_context));
                opener->setVisible(action.possible(m_context) || !action.hidesWhenUnable);
            });
        }
        LiveMenu* home = inner != nullptr ? inner : top;
        if (action.startsGroup && !home->isEmpty())
            home->addSeparator();
        auto* entry = new QAction(action.text, &window);
        entry->setObjectName(QString::fromStdString(action.id));
        entry->setCheckable(static_cast<bool>(action.isOn));
        QList<QKeySequence> keys(action.shortcuts.begin(), action.shortcuts.end());
        keys.removeAll(QKeySequence());
        entry->setShortcuts(keys);
        // Plain keys are the focus widget's first: the window hands on what that leaves, see ofPlainKey(). The menu
        // still shows them.
        if (!keys.isEmpty() && isPlainKey(keys.front()))
            entry->setShortcutContext(Qt::WidgetShortcut);
        connect(entry, &QAction::triggered, this, [this, &action] { run(action); });
        home->add(entry, action, m_context);
    }
}

void ActionMenus::run(const Action& action) const
{
    if (action.possible(m_context))
        action.run(m_context);
}

void ActionMenus::run(std::string_view id) const
{
    for (const Action& action : m_actions)
        if (action.id == id)
            run(action);
}

const Action* ActionMenus::ofPlainKey(const QKeyEvent& event) const
{
    const QKeySequence pressed(
        QKeyCombination(event.modifiers() & ~Qt::KeypadModifier, static_cast<Qt::Key>(event.key())));
    const auto found = std::find_if(m_actions.begin(), m_actions.end(), [&](const Action& action) {
        return !action.shortcuts.empty() && isPlainKey(action.shortcuts.front()) &&
               std::find(action.shortcuts.begin(), action.shortcuts.end(), pressed) != action.shortcuts.end();
    });
    return found == m_actions.end() ? nullptr : &*found;
}

} // namespace ui
