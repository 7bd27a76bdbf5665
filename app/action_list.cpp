// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/action_list.h"

#include "ui/actions/action.h"

#include <fmt/format.h>

namespace app {

int listActions()
{
    for (const ui::Action& action : ui::allActions())
        fmt::print("{}\t{}\t{}\n", action.id, action.plainText().toStdString(), action.keysText().toStdString());
    return 0;
}

} // namespace app
