// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/view.h"

namespace ui {

#define VIEW(describe) View describe();
#include "ui/views/views.def"
#undef VIEW

std::vector<View> allViews()
{
    std::vector<View> all;
#define VIEW(describe) all.push_back(describe());
#include "ui/views/views.def"
#undef VIEW
    return all;
}

} // namespace ui
