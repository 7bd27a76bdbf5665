// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/expression_node.h"

#include <string_view>

namespace core {

// The tree of an expression, see expression.h. Throws Error naming place and column. At most 4096 bytes and 64 levels,
// so that a crafted file cannot exhaust the stack.
Expression::Node parseExpression(std::string_view text, std::string_view place);

} // namespace core
