// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/expression_parser.h"

#include "core/base/error.h"
#include "core/base/shortened.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>

namespace core {
namespace {

using Node = Expression::Node;
using NodeKind = Node::Kind;

constexpr std::size_t kLongestExpression = 4096;
constexpr int kDeepestExpression = 64;

struct ExpressionToken
{
    enum class Kind { Number, Name, Text, Sign, End };
    Kind kind = Kind::End;
    std::string text;
    double number = 0.0;
    std::size_t column = 1; // in characters
};

bool isNameLetter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool isAsciiDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

class ExpressionLexer
{
public:
    ExpressionLexer(std::string_view text, std::string_view place)
        : m_text(text)
        , m_place(place)
    {
        next();
    }

    const ExpressionToken& now() const { return m_now; }

    bool at(std::string_view sign) const { return m_now.kind == ExpressionToken::Kind::Sign && m_now.text == sign; }
    bool atWord(std::string_view word) const { return m_now.kind == ExpressionToken::Kind::Name && m_now.text == word; }

    bool take(std::string_view sign)
    {
        if (!at(sign))
            return false;
        next();
        return true;
    }
    void need(std::string_view sign)
    {
        if (!take(sign))
            throw error("{}: column {}: \"{}\" is expected, not {}.", m_place, m_now.column, sign, shown());
    }

    Sentence shown() const
    {
        return m_now.kind == ExpressionToken::Kind::End ? sentence("the end")
                                                        : sentence("\"{}\"", shortened(m_now.text, 40));
    }

    void next()
    {
        while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])) != 0)
            ++m_at;
        m_now = ExpressionToken{};
        m_now.column = columnOf(m_at);
        if (m_at == m_text.size())
            return;
        const char c = m_text[m_at];
        if (isAsciiDigit(c))
            readNumber();
        else if (isNameLetter(c))
            readName();
        else if (c == '\'')
            readText();
        else
            readSign();
    }

private:
    std::size_t columnOf(std::size_t byte) const
    {
        const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
        return 1 + static_cast<std::size_t>(std::ranges::count_if(m_text.substr(0, byte), begins));
    }

    void readNumber()
    {
        const char* const begin = m_text.data() + m_at;
        const auto [end, problem] = std::from_chars(begin, m_text.data() + m_text.size(), m_now.number);
        if (problem != std::errc() || !std::isfinite(m_now.number))
            throw error("{}: column {}: the number is too large.", m_place, m_now.column);
        m_now.kind = ExpressionToken::Kind::Number;
        m_now.text = std::string(begin, end);
        m_at += m_now.text.size();
    }

    // alibi-64, attention_window: a hyphen or a dot between letters and digits belongs to the name.
    void readName()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            const bool inner = (c == '-' || c == '.') && m_at + 1 < m_text.size() &&
                               (isNameLetter(m_text[m_at + 1]) || isAsciiDigit(m_text[m_at + 1]));
            if (!isNameLetter(c) && !isAsciiDigit(c) && !inner)
                break;
            ++m_at;
        }
        m_now.kind = ExpressionToken::Kind::Name;
        m_now.text = std::string(m_text.substr(begin, m_at - begin));
    }

    void readText()
    {
        const std::size_t end = m_text.find('\'', m_at + 1);
        if (end == m_text.npos)
            throw error("{}: column {}: a text begins here that does not end; a ' is missing.", m_place, m_now.column);
        m_now.kind = ExpressionToken::Kind::Text;
        m_now.text = std::string(m_text.substr(m_at + 1, end - m_at - 1));
        m_at = end + 1;
    }

    void readSign()
    {
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 22> signs{
            {{"<=", "<="}, {">=", ">="}, {"==", "=="}, {"!=", "!="}, {"≤", "<="}, {"≥", ">="}, {"≠", "!="}, {"−", "-"},
             {"×", "*"},   {"÷", "/"},   {"<", "<"},   {">", ">"},   {"+", "+"},  {"-", "-"},  {"*", "*"},  {"/", "/"},
             {"(", "("},   {")", ")"},   {",", ","},   {"=", "="},   {"[", "["},  {"]", "]"}}};
        m_now.kind = ExpressionToken::Kind::Sign;
        const std::string_view rest = m_text.substr(m_at);
        for (const auto& [written, meant] : signs)
            if (rest.starts_with(written)) {
                m_now.text = meant;
                m_at += written.size();
                return;
            }
        if (rest.front() == '{' || rest.front() == '}' || rest.front() == ':') {
            m_now.text = rest.front();
            ++m_at;
            return;
        }
        throw error("{}: column {}: this sign has no meaning here; see resources/lessons/README.md.", m_place,
                    m_now.column);
    }

    std::string_view m_text;
    std::string_view m_place;
    std::size_t m_at = 0;
    ExpressionToken m_now;
};

Sentence typeWords(ValueType type)
{
    switch (type) {
    case ValueType::Number:
        return sentence("a number");
    case ValueType::Truth:
        return sentence("true or false");
    case ValueType::Word:
        return sentence("a word");
    default:
        return sentence("a model's name or a column's number");
    }
}

class ExpressionParser
{
public:
    ExpressionParser(std::string_view text, std::string_view place)
        : m_place(place)
        , m_lexer(text, place)
    {}

    Node whole()
    {
        Node root = anyOf();
        if (m_lexer.now().kind != ExpressionToken::Kind::End)
            throw error("{}: column {}: the end is expected, not {}.", m_place, m_lexer.now().column, m_lexer.shown());
        return root;
    }

private:
    struct Level // counts how deep the parser has gone
    {
        explicit Level(ExpressionParser& deeper)
            : parser(deeper)
        {
            if (++parser.m_depth > kDeepestExpression)
                throw error("{}: column {}: more than {} levels of brackets; make it simpler.", parser.m_place,
                            parser.m_lexer.now().column, kDeepestExpression);
        }
        ~Level() { --parser.m_depth; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        ExpressionParser& parser;
    };

    Node anyOf()
    {
        const Level level(*this);
        Node left = allOf();
        while (m_lexer.atWord("or"))
            left = joined(
                NodeKind::Or, std::move(left), [this] { return allOf(); }, ValueType::Truth, ValueType::Truth);
        return left;
    }

    Node allOf()
    {
        Node left = negated();
        while (m_lexer.atWord("and"))
            left = joined(
                NodeKind::And, std::move(left), [this] { return negated(); }, ValueType::Truth, ValueType::Truth);
        return left;
    }

    Node negated()
    {
        const std::size_t column = m_lexer.now().column;
        if (!m_lexer.atWord("not"))
            return compared();
        const Level level(*this);
        m_lexer.next();
        Node inner = negated();
        check(inner, ValueType::Truth, column);
        Node node;
        node.kind = NodeKind::Not;
        node.type = ValueType::Truth;
        node.children.push_back(std::move(inner));
        return node;
    }

    Node compared()
    {
        static constexpr std::array<std::pair<std::string_view, NodeKind>, 6> kinds{{{"<", NodeKind::Less},
                                                                                     {"<=", NodeKind::LessEqual},
                                                                                     {">", NodeKind::Greater},
                                                                                     {">=", NodeKind::GreaterEqual},
                                                                                     {"==", NodeKind::Equal},
                                                                                     {"!=", NodeKind::Unequal}}};
        Node left = sum();
        for (const auto& [sign, kind] : kinds)
            if (m_lexer.at(sign)) {
                const bool ordered = kind != NodeKind::Equal && kind != NodeKind::Unequal;
                const ValueType sides = ordered ? ValueType::Number : left.type;
                return joined(
                    kind, std::move(left), [this] { return sum(); }, sides, ValueType::Truth);
            }
        return left;
    }

    Node sum()
    {
        Node left = product();
        while (m_lexer.at("+") || m_lexer.at("-"))
            left = joined(
                m_lexer.at("+") ? NodeKind::Plus : NodeKind::Minus, std::move(left), [this] { return product(); },
                ValueType::Number, ValueType::Number);
        return left;
    }

    Node product()
    {
        Node left = signedOne();
        while (m_lexer.at("*") || m_lexer.at("/"))
            left = joined(
                m_lexer.at("*") ? NodeKind::Times : NodeKind::Divided, std::move(left), [this] { return signedOne(); },
                ValueType::Number, ValueType::Number);
        return left;
    }

    Node signedOne()
    {
        const std::size_t column = m_lexer.now().column;
        if (!m_lexer.take("-"))
            return primary();
        const Level level(*this);
        Node inner = signedOne();
        check(inner, ValueType::Number, column);
        Node node;
        node.kind = NodeKind::Negative;
        node.children.push_back(std::move(inner));
        return node;
    }

    Node primary()
    {
        const ExpressionToken token = m_lexer.now();
        if (m_lexer.take("(")) {
            Node inner = anyOf();
            m_lexer.need(")");
            return inner;
        }
        Node node;
        switch (token.kind) {
        case ExpressionToken::Kind::Number:
            node.constant = token.number;
            break;
        case ExpressionToken::Kind::Text:
            node.type = ValueType::Word;
            node.constant = token.text;
            break;
        case ExpressionToken::Kind::Name:
            m_lexer.next();
            return named(token);
        default:
            throw error("{}: column {}: a number, a name or a bracket is expected, not {}.", m_place, token.column,
                        m_lexer.shown());
        }
        m_lexer.next();
        return node;
    }

    Node named(const ExpressionToken& name)
    {
        Node node;
        node.function = functionNamed(name.text);
        if (m_lexer.at("(")) {
            if (node.function == nullptr)
                throw error("{}: column {}: there is no function \"{}\"; see resources/lessons/README.md.", m_place,
                            name.column, shortened(name.text, 40));
            return called(std::move(node), name);
        }
        const bool state = node.function != nullptr && node.function->parameters.empty();
        node.kind = state ? NodeKind::Call : NodeKind::Constant;
        node.type = state ? node.function->result : ValueType::Word;
        if (!state) {
            node.function = nullptr;
            node.constant = name.text;
        }
        return node;
    }

    Node called(Node node, const ExpressionToken& name)
    {
        const Level level(*this);
        node.kind = NodeKind::Call;
        node.type = node.function->result;
        const std::vector<ValueType>& parameters = node.function->parameters;
        m_lexer.need("(");
        for (bool first = true; !m_lexer.at(")"); first = false) {
            if (!first)
                m_lexer.need(",");
            if (node.children.size() == parameters.size() && node.function->settings) {
                readSetting(node.settings);
                continue;
            }
            const std::size_t column = m_lexer.now().column;
            if (node.children.size() == parameters.size())
                throw countProblem(*node.function, column);
            Node argument = anyOf();
            check(argument, parameters[node.children.size()], column);
            node.children.push_back(std::move(argument));
        }
        if (node.children.size() < parameters.size())
            throw countProblem(*node.function, name.column);
        m_lexer.need(")");
        return node;
    }

    Error countProblem(const Function& function, std::size_t column) const
    {
        return error("{}: column {}: \"{}\" takes {} arguments.", m_place, column, function.name,
                     function.parameters.size());
    }

    void readSetting(Json& settings)
    {
        const ExpressionToken key = m_lexer.now();
        if (key.kind != ExpressionToken::Kind::Name)
            throw error("{}: column {}: a setting, key=value, is expected, not {}.", m_place, key.column,
                        m_lexer.shown());
        m_lexer.next();
        m_lexer.need("=");
        if (settings.contains(key.text))
            throw error("{}: column {}: \"{}\" is set twice; leave one of them out.", m_place, key.column,
                        shortened(key.text, 40));
        settings[key.text] = settingValue();
    }

    Json settingValue()
    {
        const Level level(*this);
        const ExpressionToken token = m_lexer.now();
        if (m_lexer.take("[")) {
            Json list = Json::array();
            while (!m_lexer.at("]")) {
                if (!list.empty())
                    m_lexer.need(",");
                list.push_back(settingValue());
            }
            m_lexer.need("]");
            return list;
        }
        if (m_lexer.take("{")) {
            Json object = Json::object();
            while (!m_lexer.at("}")) {
                if (!object.empty())
                    m_lexer.need(",");
                const std::string key = m_lexer.now().text;
                m_lexer.next();
                m_lexer.need(":");
                object[key] = settingValue();
            }
            m_lexer.need("}");
            return object;
        }
        if (token.kind == ExpressionToken::Kind::Name || token.kind == ExpressionToken::Kind::Text) {
            m_lexer.next();
            if (token.kind == ExpressionToken::Kind::Name && (token.text == "true" || token.text == "false"))
                return token.text == "true";
            return token.text;
        }
        return constantNumber();
    }

    // 1/16, -2: whole numbers stay whole, for options that count.
    Json constantNumber()
    {
        const std::size_t column = m_lexer.now().column;
        const Node node = sum();
        const double value = node.type == ValueType::Number && !hasCall(node) ? valueOf(node) : std::nan("");
        if (!std::isfinite(value))
            throw error("{}: column {}: a setting's value is a number, a word, a list or an object.", m_place, column);
        constexpr double largestWhole = 1e15;
        if (std::floor(value) == value && std::abs(value) < largestWhole)
            return static_cast<std::int64_t>(value);
        return value;
    }

    static bool hasCall(const Node& node)
    {
        return node.kind == NodeKind::Call || std::ranges::any_of(node.children, hasCall);
    }

    static double valueOf(const Node& node)
    {
        const auto side = [&](std::size_t i) { return valueOf(node.children[i]); };
        switch (node.kind) {
        case NodeKind::Constant:
            return std::get<double>(node.constant);
        case NodeKind::Plus:
            return side(0) + side(1);
        case NodeKind::Minus:
            return side(0) - side(1);
        case NodeKind::Times:
            return side(0) * side(1);
        case NodeKind::Divided:
            return side(0) / side(1);
        default:
            return -side(0);
        }
    }

    template <typename Right>
    Node joined(NodeKind kind, Node left, const Right& right, ValueType sides, ValueType result)
    {
        const ExpressionToken sign = m_lexer.now();
        check(left, sides, sign.column);
        m_lexer.next();
        const std::size_t column = m_lexer.now().column;
        Node node;
        node.kind = kind;
        node.type = result;
        node.children.push_back(std::move(left));
        node.children.push_back(right());
        check(node.children.back(), sides, column);
        return node;
    }

    void check(const Node& node, ValueType wanted, std::size_t column) const
    {
        const bool fits = wanted == ValueType::Model ? node.type == ValueType::Word || node.type == ValueType::Number
                                                     : node.type == wanted;
        if (!fits)
            throw error("{}: column {}: {} is expected here, not {}.", m_place, column, typeWords(wanted),
                        typeWords(node.type));
    }

    std::string_view m_place;
    ExpressionLexer m_lexer;
    int m_depth = 0;
};

} // namespace

Expression::Node parseExpression(std::string_view text, std::string_view place)
{
    if (text.size() > kLongestExpression)
        throw error("{}: {} bytes are more than the {} an expression may have.", place, text.size(),
                    kLongestExpression);
    return ExpressionParser(text, place).whole();
}

} // namespace core
