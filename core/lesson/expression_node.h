// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/expression.h"

#include <vector>

namespace core {

struct Expression::Node
{
    enum class Kind {
        Constant,
        Call,
        Or,
        And,
        Not,
        Less,
        LessEqual,
        Greater,
        GreaterEqual,
        Equal,
        Unequal,
        Plus,
        Minus,
        Times,
        Divided,
        Negative
    };

    Kind kind = Kind::Constant;
    ValueType type = ValueType::Number;
    Value constant = 0.0;
    const Function* function = nullptr; // of a call
    Json settings = Json::object();     // of a call
    std::vector<Node> children;         // a call's arguments, an operator's sides
};

} // namespace core
