// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace core {

// What a quantity of a measurement is called where people read it, in their language; one that is not known here is its
// own name.
std::string quantityText(std::string_view name);

} // namespace core
