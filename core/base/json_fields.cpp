// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_fields.h"

#include "core/base/error.h"
#include "core/base/shortened.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace core {
namespace {

// What stands there, for sentences.
template <typename J>
Sentence shown(const J& value)
{
    if (value.is_object())
        return sentence("an object");
    if (value.is_array())
        return sentence("a list");
    return sentence("{}", shortened(value.dump(-1, ' ', false, J::error_handler_t::replace), 40));
}

} // namespace

template <typename J>
FieldsOf<J>::FieldsOf(const J& object, std::string_view name, std::string where)
    : m_object(object)
    , m_name(name)
    , m_where(std::move(where))
{
    if (!object.is_object())
        throw m_where.empty() ? error("{}: it must be a JSON object.", name)
                              : error("{}: \"{}\" must be a JSON object.", name, m_where);
}

template <typename J>
void FieldsOf<J>::allowOnly(std::initializer_list<std::string_view> known) const
{
    for (const auto& [key, value] : m_object.items())
        if (std::find(known.begin(), known.end(), key) == known.end())
            throw error("{}: the field \"{}\" is unknown; known are {}.", m_name, place(shortened(key).c_str()),
                        fmt::join(known, ", "));
}

template <typename J>
const J* FieldsOf<J>::find(const char* key) const
{
    const auto found = m_object.find(key);
    return found == m_object.end() || found->is_null() ? nullptr : &*found;
}

template <typename J>
const J& FieldsOf<J>::need(const char* key) const
{
    if (const J* found = find(key))
        return *found;
    throw error("{} is missing.", path(key));
}

template <typename J>
FieldsOf<J> FieldsOf<J>::object(const char* key) const
{
    return FieldsOf(need(key), m_name, place(key));
}

template <typename J>
std::string FieldsOf<J>::text(const char* key) const
{
    const J& value = need(key);
    if (!value.is_string())
        throw error("{} must be a text, not {}.", path(key), shown(value));
    return value.template get<std::string>();
}

template <typename J>
std::string FieldsOf<J>::text(const char* key, std::string_view standard) const
{
    return find(key) ? text(key) : std::string(standard);
}

template <typename J>
bool FieldsOf<J>::flag(const char* key) const
{
    const J& value = need(key);
    if (!value.is_boolean())
        throw error("{} must be true or false, not {}.", path(key), shown(value));
    return value.template get<bool>();
}

template <typename J>
bool FieldsOf<J>::flag(const char* key, bool standard) const
{
    return find(key) ? flag(key) : standard;
}

template <typename J>
std::int64_t FieldsOf<J>::whole(const char* key, std::int64_t low, std::int64_t high) const
{
    const J& value = need(key);
    // As unsigned first: numbers from 2^63 on are no int64.
    const bool fits = value.is_number_unsigned()
                          ? high >= 0 && value.template get<std::uint64_t>() <= static_cast<std::uint64_t>(high)
                          : value.is_number_integer();
    if (!fits || value.template get<std::int64_t>() < low || value.template get<std::int64_t>() > high)
        throw error("{} must be a whole number from {} to {}, not {}.", path(key), low, high, shown(value));
    return value.template get<std::int64_t>();
}

template <typename J>
std::int64_t FieldsOf<J>::whole(const char* key, std::int64_t standard, std::int64_t low, std::int64_t high) const
{
    return find(key) ? whole(key, low, high) : standard;
}

template <typename J>
std::uint64_t FieldsOf<J>::natural(const char* key, std::uint64_t standard) const
{
    const J* value = find(key);
    if (value == nullptr)
        return standard;
    if (!value->is_number_integer() || (!value->is_number_unsigned() && value->template get<std::int64_t>() < 0))
        throw error("{} must be a whole number from 0 to 2^64 - 1, not {}.", path(key), shown(*value));
    return value->template get<std::uint64_t>();
}

template <typename J>
double FieldsOf<J>::number(const char* key) const
{
    const J& value = need(key);
    if (!value.is_number() || !std::isfinite(value.template get<double>()))
        throw error("{} must be a number, not {}.", path(key), shown(value));
    return value.template get<double>();
}

template <typename J>
double FieldsOf<J>::number(const char* key, double standard) const
{
    return find(key) ? number(key) : standard;
}

template <typename J>
std::vector<double> FieldsOf<J>::numbers(const char* key, std::size_t most) const
{
    std::vector<double> values;
    for (const J& value : list(key, most)) {
        if (!value.is_number() || !std::isfinite(value.template get<double>()))
            throw error("{} must hold numbers only, not {}.", path(key), shown(value));
        values.push_back(value.template get<double>());
    }
    return values;
}

template <typename J>
const J& FieldsOf<J>::list(const char* key, std::size_t most) const
{
    const J& value = need(key);
    if (!value.is_array())
        throw error("{} must be a list, not {}.", path(key), shown(value));
    if (value.size() > most)
        throw error("{} has {} entries; at most {} are possible.", path(key), value.size(), most);
    return value;
}

template <typename J>
std::string FieldsOf<J>::path(const char* key) const
{
    return fmt::format("{}: \"{}\"", m_name, place(key));
}

template <typename J>
std::string FieldsOf<J>::place(const char* key) const
{
    return m_where.empty() ? key : m_where + "." + key;
}

template class FieldsOf<Json>;
template class FieldsOf<OrderedJson>;

} // namespace core
