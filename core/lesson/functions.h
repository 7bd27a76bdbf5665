// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace core {

// What a value of an expression is. A model is a word ("alibi-64") or a number: the window's column of that place, from
// 1 on, with its switches.
enum class ValueType { Number, Truth, Word, Model };

enum class FunctionKind {
    Arithmetic, // of its arguments only
    Measured,   // by running a model, or read off it
    State       // what the window shows
};

struct Function
{
    std::string_view name;
    FunctionKind kind;
    ValueType result;
    std::vector<ValueType> parameters;
    // Takes key=value after its arguments: options of the encoding, and what is read (see core/lesson/measurements.h).
    bool settings;
    // A format of the arguments for the reader, through translated(); empty for arithmetic.
    const char* words;
};

std::span<const Function> functions();
const Function* functionNamed(std::string_view name); // nullptr: none

} // namespace core
