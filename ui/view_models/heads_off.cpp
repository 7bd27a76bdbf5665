// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/heads_off.h"

#include "core/position/switches.h"
#include "ui/view_models/switches.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {
namespace {

QString offText(const char* text) { return QCoreApplication::translate("ui::HeadsOff", text); }

const core::Option& headsOffOption()
{
    const auto options = core::commonOptions();
    return *std::ranges::find(options, core::kHeadsOff, &core::Option::key);
}

// `act` changes which are off.
template <typename Act>
void changeHeadsOff(Session& session, std::size_t column, const QString& what, Act act)
{
    const auto checkpoint = session.checkpoint(column);
    if (checkpoint == nullptr)
        return;
    session.edit(what, [&](core::Setup& e) {
        std::vector<core::HeadPlace> off = headsOff(e.columns[column], *checkpoint);
        act(off);
        setOption(e.columns[column], *checkpoint, headsOffOption(), core::headSet(std::move(off)));
    });
}

} // namespace

std::vector<core::HeadPlace> headsOff(const core::Column& column, const core::Checkpoint& checkpoint)
{
    // Files may have them in any order.
    return core::headsIn(core::headSet(core::headsIn(optionInForce(column, checkpoint, headsOffOption()))));
}

bool isHeadOff(const Session& session, std::size_t column, const core::HeadPlace& head)
{
    const auto checkpoint = session.checkpoint(column);
    return checkpoint != nullptr &&
           std::ranges::binary_search(headsOff(session.setup().columns[column], *checkpoint), head);
}

void switchHead(Session& session, std::size_t column, const core::HeadPlace& head, bool on)
{
    changeHeadsOff(session, column, on ? offText("switch head on") : offText("switch head off"), [&](auto& off) {
        if (on)
            std::erase(off, head);
        else
            off.push_back(head);
    });
}

void switchAllHeadsOn(Session& session, std::size_t column)
{
    changeHeadsOff(session, column, offText("switch all heads on"), [](auto& off) { off.clear(); });
}

} // namespace ui
