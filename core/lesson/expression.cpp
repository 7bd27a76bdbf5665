// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/expression.h"

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/shortened.h"
#include "core/lesson/expression_node.h"
#include "core/lesson/expression_parser.h"
#include "core/position/registry.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <utility>

namespace core {
namespace {

using NodeKind = Expression::Node::Kind;

bool equalNumbers(double a, double b)
{
    constexpr double agreement = 1e-5;
    return a == b || std::abs(a - b) <= agreement * std::max(std::abs(a), std::abs(b));
}

bool equalValues(const Value& a, const Value& b)
{
    if (const double* number = std::get_if<double>(&a))
        return equalNumbers(*number, std::get<double>(b));
    return a == b;
}

class Evaluator
{
public:
    explicit Evaluator(Facts& facts)
        : m_facts(facts)
    {}

    Value of(const Expression::Node& node)
    {
        if (node.kind == NodeKind::Constant)
            return node.constant;
        std::vector<Value> parts;
        for (const Expression::Node& child : node.children)
            parts.push_back(of(child));
        if (node.kind == NodeKind::Call)
            return called(node, std::move(parts));
        return node.children.size() == 1 ? ofOne(node.kind, parts[0]) : ofTwo(node.kind, parts[0], parts[1]);
    }

    std::vector<Measured> measured;

private:
    Value called(const Expression::Node& node, std::vector<Value> arguments)
    {
        if (node.function->kind == FunctionKind::Arithmetic)
            return arithmetic(node.function->name, std::get<double>(arguments[0]));
        const Call call{node.function, std::move(arguments), node.settings};
        Value value = m_facts.of(call);
        if (const double* number = std::get_if<double>(&value))
            if (m_known.insert(call.text()).second)
                measured.push_back({call.words(), *number});
        return value;
    }

    static double arithmetic(std::string_view function, double x)
    {
        return function == "ln" ? std::log(x) : std::abs(x);
    }

    static Value ofOne(NodeKind kind, const Value& a)
    {
        return kind == NodeKind::Not ? Value(!std::get<bool>(a)) : Value(-std::get<double>(a));
    }

    static Value ofTwo(NodeKind kind, const Value& a, const Value& b)
    {
        switch (kind) {
        case NodeKind::Or:
            return std::get<bool>(a) || std::get<bool>(b);
        case NodeKind::And:
            return std::get<bool>(a) && std::get<bool>(b);
        case NodeKind::Equal:
            return equalValues(a, b);
        case NodeKind::Unequal:
            return !equalValues(a, b);
        default:
            return ofNumbers(kind, std::get<double>(a), std::get<double>(b));
        }
    }

    static Value ofNumbers(NodeKind kind, double a, double b)
    {
        switch (kind) {
        case NodeKind::Less:
            return a < b;
        case NodeKind::LessEqual:
            return a <= b;
        case NodeKind::Greater:
            return a > b;
        case NodeKind::GreaterEqual:
            return a >= b;
        case NodeKind::Plus:
            return a + b;
        case NodeKind::Minus:
            return a - b;
        case NodeKind::Times:
            return a * b;
        default:
            return a / b;
        }
    }

    Facts& m_facts;
    std::set<std::string> m_known;
};

bool anyNode(const Expression::Node& node, const std::function<bool(const Expression::Node&)>& holds)
{
    return holds(node) || std::ranges::any_of(node.children, [&](const auto& child) { return anyNode(child, holds); });
}

// Numbers as people count, words as they are, models by their names.
Sentence wordsOf(const Value& value, ValueType type)
{
    if (const double* number = std::get_if<double>(&value))
        return type == ValueType::Model ? sentence("column {}", plainNumber(*number))
                                        : sentence("{}", plainNumber(*number));
    if (const bool* truth = std::get_if<bool>(&value))
        return *truth ? sentence("yes") : sentence("no");
    const auto& word = std::get<std::string>(value);
    return type == ValueType::Model ? modelWords(word) : sentence("{}", word);
}

// Of an object first what kind it is: "ntk, factor 4".
std::string settingText(const Json& value)
{
    if (value.is_object()) {
        std::string kind;
        std::string rest;
        for (const auto& [key, part] : value.items())
            (part.is_string() ? kind : rest) += ", " + (part.is_string() ? "" : key + " ") + settingText(part);
        return shortened((kind + rest).substr(kind.empty() && rest.empty() ? 0 : 2));
    }
    return value.is_string() ? value.get<std::string>()
                             : shortened(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

} // namespace

Sentence modelWords(const std::string& model)
{
    const std::size_t hyphen = model.rfind('-');
    const std::string length = hyphen == std::string::npos ? "" : model.substr(hyphen + 1);
    const auto known = encodings<float>();
    const auto found = std::ranges::find(known, std::string_view(model).substr(0, hyphen), &EncodingEntry<float>::id);
    const bool number = !length.empty() && std::ranges::all_of(length, [](unsigned char c) { return std::isdigit(c); });
    return found == known.end() || !number ? sentence("{}", model)
                                           : sentence("{} trained at {}", Sentence(found->label), length);
}

Sentence Call::words() const
{
    std::vector<Sentence::Argument> parts;
    for (std::size_t i = 0; i < arguments.size(); ++i)
        parts.push_back(sentenceArgument(wordsOf(arguments[i], function->parameters[i])));
    Sentence words(function->words, std::move(parts));
    for (const auto& [key, value] : settings.items())
        words = key == "text" ? sentence("{}, reading “{}”", words, settingText(value))
                              : sentence("{}, with {} {}", words, key, settingText(value));
    return words;
}

std::string Call::text() const
{
    Json list = Json::array();
    for (const Value& value : arguments)
        std::visit([&](const auto& v) { list.push_back(v); }, value);
    return std::string(function->name) + list.dump(-1, ' ', false, Json::error_handler_t::replace) +
           settings.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Expression::Expression(std::string text, std::shared_ptr<const Node> root)
    : m_text(std::move(text))
    , m_root(std::move(root))
{}

Expression Expression::parse(std::string_view text, std::string_view place)
{
    auto root = std::make_shared<const Node>(parseExpression(text, place));
    return {std::string(text), std::move(root)};
}

ValueType Expression::type() const { return m_root->type; }

bool Expression::asksState() const
{
    // A model given by its number is a column of the window.
    return anyNode(*m_root, [](const Node& node) {
        if (node.kind != NodeKind::Call)
            return false;
        if (node.function->kind == FunctionKind::State)
            return true;
        for (std::size_t i = 0; i < node.children.size(); ++i)
            if (node.function->parameters[i] == ValueType::Model && node.children[i].type == ValueType::Number)
                return true;
        return false;
    });
}

bool Expression::measures() const
{
    return anyNode(*m_root, [](const Node& node) {
        return node.kind == NodeKind::Call && node.function->kind == FunctionKind::Measured;
    });
}

Outcome Expression::evaluate(Facts& facts) const
{
    Evaluator evaluator(facts);
    Value value = evaluator.of(*m_root);
    return {std::move(value), std::move(evaluator.measured)};
}

} // namespace core
