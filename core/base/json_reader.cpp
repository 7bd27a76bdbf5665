// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"

#include "core/base/shortened.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace core {
namespace {

constexpr std::size_t kBytesBetweenQuestions = 1 << 14; // to cancel()

struct Progress
{
    const char* reached;
    const Cancel& cancel;
};

// Walks through the text and leaves word of how far it came: the parser tells the position of syntax errors only.
struct Watched
{
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    const char* at;
    Progress* progress;

    reference operator*() const { return *at; }
    Watched& operator++()
    {
        progress->reached = ++at;
        if (reinterpret_cast<std::uintptr_t>(at) % kBytesBetweenQuestions == 0)
            throwIfCancelled(progress->cancel);
        return *this;
    }
    Watched operator++(int)
    {
        const Watched before = *this;
        ++*this;
        return before;
    }
    bool operator==(const Watched& other) const { return at == other.at; }
    bool operator!=(const Watched& other) const { return at != other.at; }
};

// Takes the parser's events and builds the value, so that nothing beyond the limits is ever built. The names of its
// public functions are those the parser calls.
template <typename J>
class Builder
{
public:
    Builder(std::string_view text, std::string_view name, const JsonLimits& limits, const char* const& reached)
        : m_text(text)
        , m_name(name)
        , m_limits(limits)
        , m_reached(reached)
    {}

    J result() { return std::move(m_root); }

    bool null() { return put(J(nullptr)); }
    bool boolean(bool value) { return put(J(value)); }
    bool number_integer(typename J::number_integer_t value) { return put(J(value)); }
    bool number_unsigned(typename J::number_unsigned_t value) { return put(J(value)); }
    bool number_float(typename J::number_float_t value, const std::string&) { return put(J(value)); }
    bool string(std::string& value) { return put(J(std::move(value))); }
    bool binary(typename J::binary_t& value) { return put(J(std::move(value))); }
    bool start_object(std::size_t) { return open(J::object()); }
    bool start_array(std::size_t) { return open(J::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name)
    {
        Level& level = m_open.back();
        auto& object = level.value->template get_ref<typename J::object_t&>();
        if constexpr (std::is_same_v<J, OrderedJson>) {
            if (!level.keys.insert(name).second)
                failTwice(name);
            m_member = &object.emplace_back(name, nullptr).second; // the map's own insertion searches all of it
        } else {
            const auto [place, isNew] = object.try_emplace(name, nullptr);
            if (!isNew)
                failTwice(name);
            m_member = &place->second;
        }
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& problem)
    {
        if (problem.id == 406) // out of range
            throw error("{}: a number is too large ({}); correct it.", m_name, whereIs(position));
        if (m_text.find_first_not_of(" \t\r\n") == m_text.npos)
            throw JsonSyntaxError(sentence("{}: it is empty, JSON is expected.", m_name));
        if (position > m_text.size() || (position == m_text.size() && !m_open.empty()))
            throw JsonSyntaxError(
                sentence("{}: this is not valid JSON: it ends too early ({}).", m_name, whereIs(m_text.size())));
        throw JsonSyntaxError(
            sentence("{}: this is not valid JSON (wrong at {}); correct it there.", m_name, whereIs(position)));
    }

private:
    struct Level
    {
        J* value;
        std::set<std::string> keys; // of an ordered object, which does not find its own quickly
    };

    // The place the next value goes to. Only the innermost open list or object grows, so pointers to the others hold.
    J* place(J&& value)
    {
        if (++m_values > m_limits.values)
            throw error("{}: more than {} values; choose a smaller file.", m_name, m_limits.values);
        if (m_open.empty()) {
            m_root = std::move(value);
            return &m_root;
        }
        J& parent = *m_open.back().value;
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        *m_member = std::move(value);
        return m_member;
    }
    bool put(J&& value)
    {
        place(std::move(value));
        return true;
    }
    bool open(J&& value)
    {
        if (static_cast<int>(m_open.size()) >= m_limits.depth)
            throw error("{}: the JSON is nested too deeply (more than {} levels, {}).", m_name, m_limits.depth,
                        whereNow());
        m_open.push_back({place(std::move(value)), {}});
        return true;
    }
    bool close()
    {
        m_open.pop_back();
        return true;
    }

    [[noreturn]] void failTwice(const std::string& key) const
    {
        throw error("{}: the key \"{}\" occurs twice ({}); leave one of them out.", m_name, shortened(key), whereNow());
    }
    Sentence whereNow() const { return whereIs(static_cast<std::size_t>(m_reached - m_text.data())); }
    // position: bytes read up to and with what is wrong.
    Sentence whereIs(std::size_t position) const
    {
        const std::string_view before = m_text.substr(0, position > 0 ? position - 1 : 0);
        const std::size_t lastBreak = before.rfind('\n');
        const std::string_view line = lastBreak == before.npos ? before : before.substr(lastBreak + 1);
        const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
        return sentence("line {}, column {}", 1 + std::count(before.begin(), before.end(), '\n'),
                        1 + std::count_if(line.begin(), line.end(), begins));
    }

    std::string_view m_text;
    std::string_view m_name;
    const JsonLimits& m_limits;
    const char* const& m_reached;
    J m_root;
    J* m_member = nullptr; // of the innermost object: where the value of the last key goes
    std::vector<Level> m_open;
    std::size_t m_values = 0;
};

template <typename J>
J parsed(std::string_view text, std::string_view name, const JsonLimits& limits)
{
    if (text.size() > limits.bytes)
        throw error("{}: {} bytes are more than the {} allowed for it; choose a smaller file.", name, text.size(),
                    limits.bytes);
    if (text.find('\0') != text.npos) // the parser would take it for the end and not look at what follows
        throw JsonSyntaxError(sentence("{}: this is not valid JSON but a binary file.", name));
    Progress progress{text.data(), limits.cancel};
    Builder<J> builder(text, name, limits, progress.reached);
    J::sax_parse(Watched{text.data(), &progress}, Watched{text.data() + text.size(), &progress}, &builder);
    return builder.result();
}

} // namespace

Json parseJson(std::string_view text, std::string_view name, const JsonLimits& limits)
{
    return parsed<Json>(text, name, limits);
}

OrderedJson parseOrderedJson(std::string_view text, std::string_view name, const JsonLimits& limits)
{
    return parsed<OrderedJson>(text, name, limits);
}

} // namespace core
