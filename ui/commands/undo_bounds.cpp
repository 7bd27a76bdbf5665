// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/undo_bounds.h"

#include <memory>
#include <set>
#include <vector>

namespace ui {
namespace {

// Counts every text once.
class Counter
{
public:
    std::size_t add(const core::Setup& setup)
    {
        for (const core::SharedText& text : {setup.text.value, setup.text.inside})
            if (text.identity() != nullptr && m_seen.insert(text.identity()).second)
                m_bytes += text.size();
        return m_bytes;
    }

private:
    std::set<const void*> m_seen;
    std::size_t m_bytes = 0;
};

const SetupCommand& step(const QUndoStack& undo, int i) { return dynamic_cast<const SetupCommand&>(*undo.command(i)); }

} // namespace

std::size_t undoBytes(const QUndoStack& undo)
{
    Counter counter;
    std::size_t bytes = 0;
    for (int i = 0; i < undo.count(); ++i) {
        counter.add(step(undo, i).before());
        bytes = counter.add(step(undo, i).after());
    }
    return bytes;
}

void boundUndo(QUndoStack& undo, int mostSteps, std::size_t mostBytes)
{
    Counter counter;
    int first = undo.count();
    while (first > 0 && undo.count() - first < mostSteps) {
        counter.add(step(undo, first - 1).after());
        const std::size_t bytes = counter.add(step(undo, first - 1).before());
        if (bytes > mostBytes && first < undo.count())
            break;
        --first;
    }
    if (first == 0)
        return;
    // A stack gives up its oldest step only to make room for a new one, so the others are put into it once more.
    std::vector<std::unique_ptr<SetupCommand>> kept;
    for (int i = first; i < undo.count(); ++i)
        kept.push_back(step(undo, i).copy());
    const bool blocked = undo.blockSignals(true);
    undo.clear();
    for (auto& command : kept)
        undo.push(command.release());
    undo.blockSignals(blocked);
    emit undo.indexChanged(undo.index());
    emit undo.undoTextChanged(undo.undoText());
}

bool undoHolds(const QUndoStack& undo, const core::TextChoice& text)
{
    for (int i = 0; i < undo.count(); ++i)
        if (step(undo, i).before().text == text || step(undo, i).after().text == text)
            return true;
    return false;
}

} // namespace ui
