// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/setup_command.h"

#include <utility>

namespace ui {

SetupCommand::SetupCommand(const QString& text, core::Setup before, core::Setup after, int interaction, Show show)
    : QUndoCommand(text)
    , m_before(std::move(before))
    , m_after(std::move(after))
    , m_interaction(interaction)
    , m_show(std::move(show))
{}

void SetupCommand::redo()
{
    if (!std::exchange(m_isShown, false))
        m_show(m_after);
}

std::unique_ptr<SetupCommand> SetupCommand::copy() const
{
    // Interaction 0: neighbours are steps of their own already and must not become one.
    auto same = std::make_unique<SetupCommand>(text(), m_before, m_after, 0, m_show);
    same->m_isShown = true;
    return same;
}

bool SetupCommand::mergeWith(const QUndoCommand* other)
{
    const auto* next = dynamic_cast<const SetupCommand*>(other);
    if (next == nullptr || next->m_interaction != m_interaction || next->text() != text())
        return false;
    m_after = next->m_after;
    if (m_after == m_before)
        setObsolete(true); // the drag ended where it began
    return true;
}

} // namespace ui
