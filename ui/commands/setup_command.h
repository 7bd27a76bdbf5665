// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/setup/setup.h"

#include <QUndoCommand>

#include <functional>
#include <memory>

namespace ui {

// The one undoable edit: the whole Setup before and after. Any new kind of edit is a new change of that value, not
// a new class. Edits of one interaction (a drag) merge into a single step.
class SetupCommand : public QUndoCommand
{
public:
    using Show = std::function<void(const core::Setup&)>;

    // interaction: 0 never merges, other numbers merge with their like.
    SetupCommand(const QString& text, core::Setup before, core::Setup after, int interaction, Show show);

    const core::Setup& before() const { return m_before; }
    const core::Setup& after() const { return m_after; }
    void undo() override { m_show(m_before); }
    void redo() override;
    // The same step for a stack that already shows what it comes to: pushing it does nothing.
    std::unique_ptr<SetupCommand> copy() const;
    int id() const override { return m_interaction == 0 ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override;

private:
    core::Setup m_before;
    core::Setup m_after;
    int m_interaction;
    Show m_show;
    bool m_isShown = false; // until it is undone
};

} // namespace ui
