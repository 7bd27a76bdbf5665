// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/words.h"
#include "core/lesson/functions.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace core {

using Value = std::variant<double, bool, std::string>;

// A function with its arguments worked out.
struct Call
{
    const Function* function = nullptr;
    std::vector<Value> arguments;
    Json settings = Json::object();

    // "perplexity of ALiBi trained at 64 at 1024 tokens, with attention_window 32"
    Sentence words() const;
    // The same call always has the same text, another call another.
    std::string text() const;
};

// Whoever answers calls; everything but arithmetic.
class Facts
{
public:
    virtual ~Facts() = default;
    // Of the function's type. A number that is not known yet is NaN. Throws Error for what cannot be answered,
    // Cancelled when told so.
    virtual Value of(const Call& call) = 0;
};

struct Measured
{
    Sentence words;
    double value = 0.0;
};

// What an expression came to, and the numbers that were measured for it, in their order, each once.
struct Outcome
{
    Value value;
    std::vector<Measured> measured;

    bool holds() const { return std::get<bool>(value); } // of a truth
    double number() const { return std::get<double>(value); }
};

// A claim, a condition or a number of a lesson, such as
//     perplexity(alibi-64, 1024) < perplexity(alibi-64, 64) * 1.05
// From weak to strong: or, and, not, one comparison (< <= > >= == !=), + −, × ÷ (also * and /), a sign. Values are
// numbers, truths and words; what stands for itself is a word (alibi-64, bias) unless it names what the window shows
// (length, stage), text between ' and ' is one, too. Settings follow a function's arguments: key=value, whose value may
// be a list [1/2, 1/4] or an object {type: linear, factor: 4}. A hyphen with no space around it belongs to a name.
//
// Numbers are equal when they agree to five digits: models compute in single precision. NaN, what is not known yet,
// makes every comparison false.
//
// An immutable value, cheap to copy. Types are checked when it is read. Any thread.
class Expression
{
public:
    struct Node;

    // place: the file and field, for messages. Throws Error saying place, column and what is expected there.
    static Expression parse(std::string_view text, std::string_view place);

    const std::string& text() const { return m_text; }
    ValueType type() const; // Number, Truth or Word
    bool asksState() const; // whether it needs a window
    bool measures() const;  // whether it needs a model

    // Throws what `facts` throws. All parts are worked out, also those that no longer matter.
    Outcome evaluate(Facts& facts) const;

private:
    Expression(std::string text, std::shared_ptr<const Node> root);

    std::string m_text;
    std::shared_ptr<const Node> m_root;
};

// "alibi-64" as people say it: "ALiBi trained at 64"; other names as they are.
Sentence modelWords(const std::string& model);

} // namespace core
