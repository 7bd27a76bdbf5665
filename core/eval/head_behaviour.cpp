// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/head_behaviour.h"

#include <initializer_list>

namespace core {

std::optional<HeadBehaviour> behaviourOf(const HeadMeasures& m)
{
    std::optional<HeadBehaviour> found;
    for (const HeadBehaviour& mark : {HeadBehaviour{Behaviour::Previous, m.previous},
                                      {Behaviour::First, m.first},
                                      {Behaviour::Induction, m.induction},
                                      {Behaviour::Same, m.same}})
        if (mark.number >= kMarkShare && (!found || mark.number > found->number)) // NaN is not
            found = mark;
    if (!found && m.attention.massBeyond >= kFarShare)
        found = {Behaviour::Far, m.attention.massBeyond};
    if (!found && m.attention.meanDistance <= kLocalDistance)
        found = {Behaviour::Local, m.attention.meanDistance};
    return found;
}

std::string_view idOf(Behaviour behaviour)
{
    switch (behaviour) {
    case Behaviour::Previous:
        return "previous";
    case Behaviour::First:
        return "first";
    case Behaviour::Induction:
        return "induction";
    case Behaviour::Same:
        return "same";
    case Behaviour::Far:
        return "far";
    case Behaviour::Local:
        return "local";
    }
    return {};
}

} // namespace core
