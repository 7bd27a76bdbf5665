// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QKeySequence>
#include <QString>

#include <functional>
#include <string>
#include <vector>

namespace ui {

class Comparison;
class Selection;
class Session;
class WindowServices;

// All that an action works with.
struct ActionContext
{
    Session& session;
    Comparison& comparison;
    Selection& selection;
    WindowServices& window;
};

enum class Menu { File, Edit, View, Model, Study, Lesson, Help };

// One thing a person can do, wherever it is offered: menus, keys, the palette, the list that --list-actions prints. A
// value without a window: making one needs no display. Entries of a menu stand in the order of actions.def.
struct Action
{
    std::string id;         // "save-session"; never renamed
    QString text;           // with & before the letter that chooses it in its menu
    Menu menu = Menu::File; // where it stands
    std::vector<QKeySequence>
        shortcuts{}; // menus show the first. A plain key works while nothing with the focus takes it
    std::function<void(const ActionContext&)> run{};
    std::function<bool(const ActionContext&)> canRun{};   // none: always
    std::function<bool(const ActionContext&)> isOn{};     // none: it has no check mark
    std::function<QString(const ActionContext&)> label{}; // instead of the text where the window says more
    // The menu inside the menu that it stands in; none: in the menu itself. Neighbours that say the same share one.
    std::function<QString(const ActionContext&)> submenu{};
    bool startsGroup = false;     // a line stands above it
    bool hidesWhenUnable = false; // rather than being grey

    QString plainText() const; // without & and …
    QString keysText() const;  // "Ctrl+Shift+Z, Ctrl+Y"; the same in every language
    bool possible(const ActionContext& context) const { return !canRun || canRun(context); }
    QString textNow(const ActionContext& context) const { return label ? label(context) : text; }
};

// The words of actions.
struct Actions
{
    Q_DECLARE_TR_FUNCTIONS(ui::Actions)
};

// Those of actions.def, in its order.
std::vector<Action> allActions();

QString titleOf(Menu menu);
// A key without modifiers that text boxes and maps use too: it is theirs first.
bool isPlainKey(const QKeySequence& shortcut);
// Without the marks of menus: "Save session", not "&Save session …".
QString withoutMarks(QString text);

} // namespace ui
