// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/markup.h"

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/shortened.h"

#include <utility>

namespace core {
namespace {

class MarkupReader
{
public:
    MarkupReader(std::string_view text, std::string_view place)
        : m_text(text)
        , m_place(place)
    {}

    MarkedText all()
    {
        while (m_at < m_text.size())
            step();
        if (m_emphasised)
            throw error("{}: an emphasis begins with * and does not end; write \\* for the sign.", m_place);
        flush();
        return std::move(m_pieces);
    }

private:
    void step()
    {
        const char c = m_text[m_at];
        if (c == '\\' && m_at + 1 < m_text.size() &&
            std::string_view("*[]{}\\").find(m_text[m_at + 1]) != std::string_view::npos) {
            m_words += m_text[m_at + 1];
            m_at += 2;
        } else if (c == '*') {
            flush();
            m_emphasised = !m_emphasised;
            ++m_at;
        } else if (c == '[') {
            readLink();
        } else if (c == '{') {
            readNumber();
        } else {
            m_words += c;
            ++m_at;
        }
    }

    void flush()
    {
        if (!m_words.empty())
            m_pieces.push_back({.words = std::exchange(m_words, {}), .emphasised = m_emphasised});
    }

    void readLink()
    {
        flush();
        const std::size_t end = m_text.find(']', m_at);
        if (end == m_text.npos)
            throw error("{}: a link begins with [ and does not end; write \\[ for the sign.", m_place);
        const auto words = std::string(m_text.substr(m_at + 1, end - m_at - 1));
        std::string term = words;
        m_at = end + 1;
        if (m_at < m_text.size() && m_text[m_at] == '(') {
            const std::size_t close = m_text.find(')', m_at);
            if (close == m_text.npos)
                throw error("{}: after [{}] the term's name does not end; a ) is missing.", m_place,
                            shortened(words, 40));
            term = m_text.substr(m_at + 1, close - m_at - 1);
            m_at = close + 1;
        }
        if (words.empty() || term.empty())
            throw error("{}: a link needs words and a term: [words](term).", m_place);
        m_pieces.push_back({.words = words, .emphasised = m_emphasised, .term = std::move(term)});
    }

    // Objects among the settings have brackets of their own.
    void readNumber()
    {
        flush();
        std::size_t end = m_at;
        std::size_t colon = m_text.npos;
        int depth = 0;
        for (; end < m_text.size(); ++end) {
            depth += m_text[end] == '{' ? 1 : m_text[end] == '}' ? -1 : 0;
            if (depth == 0)
                break;
            if (depth == 1 && m_text[end] == ':')
                colon = end;
        }
        if (end == m_text.size())
            throw error("{}: a number begins with {{ and does not end; write \\{{ for the sign.", m_place);
        const std::size_t formula = m_at + 1;
        TextPiece piece{.words = {}, .emphasised = m_emphasised};
        if (colon != m_text.npos)
            piece.format = formatFrom(m_text.substr(colon + 1, end - colon - 1));
        const auto expression = m_text.substr(formula, (colon != m_text.npos ? colon : end) - formula);
        piece.number = Expression::parse(expression, m_place);
        if (piece.number->type() != ValueType::Number)
            throw error("{}: \"{}\" is no number; only numbers can be shown.", m_place,
                        shortened(piece.number->text(), 40));
        m_pieces.push_back(std::move(piece));
        m_at = end + 1;
    }

    NumberFormat formatFrom(std::string_view text) const
    {
        const std::size_t first = text.find_first_not_of(' ');
        const std::size_t last = text.find_last_not_of(' ');
        const std::string_view format = first == text.npos ? "" : text.substr(first, last - first + 1);
        if (format == "%")
            return {.percent = true};
        if (format.size() == 1 && format[0] >= '0' && format[0] <= '6')
            return {.decimals = format[0] - '0'};
        throw error("{}: after the colon of a number stand its decimals, 0 to 6, or %, not \"{}\".", m_place,
                    shortened(format, 40));
    }

    std::string_view m_text;
    std::string_view m_place;
    std::size_t m_at = 0;
    std::string m_words;
    bool m_emphasised = false;
    MarkedText m_pieces;
};

} // namespace

std::string numberText(double value, const NumberFormat& format)
{
    constexpr int digits = 3;
    if (format.percent)
        return percentText(value);
    return format.decimals < 0 ? plainNumber(value, digits) : fixedNumber(value, format.decimals);
}

MarkedText parseMarkup(std::string_view text, std::string_view place) { return MarkupReader(text, place).all(); }

} // namespace core
