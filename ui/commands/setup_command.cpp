// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/setup_command.h"

namespace ui {

SetupCommand::SetupCommand(const QString& text, core::Setup before, core::Setup after, int interaction, Show show)
    : QUndoCommand(text)
    , m_before(std::move(before))
    , m_after(std::move(after))
    , m_interaction(interaction)
    , m_show(std::move(show))
{}

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
