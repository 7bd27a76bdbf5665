// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action.h"

#include <QFrame>
#include <QPointer>

#include <optional>

class QLineEdit;
class QListWidget;

namespace ui {

class ActionMenus;

// Finds an action by some letters of its name and runs it; shows the keys that would have done it. Lies over the
// window; Escape, or a click elsewhere, closes it.
class CommandPalette : public QFrame
{
    Q_OBJECT

public:
    CommandPalette(const ActionMenus& menus, const ActionContext& context, QWidget* window);

    void open();

    // How well `typed` names `text`: its letters in this order, better where words begin and in one piece; nothing
    // when it does not.
    static std::optional<int> score(const QString& typed, const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showMatches();
    void runChosen();
    void leave();

    const ActionMenus& m_menus;
    ActionContext m_context;
    QLineEdit* m_typed;
    QListWidget* m_list;
    QPointer<QWidget> m_focusBefore;
};

} // namespace ui
