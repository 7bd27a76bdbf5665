// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_values.h"

#include "core/base/error.h"

#include <algorithm>
#include <stdexcept>

namespace core {
namespace {

std::string textOf(const StudyValue& value)
{
    struct Text
    {
        std::string operator()(const std::vector<Index>& lengths) const
        {
            return fmt::format("{}", fmt::join(lengths, ","));
        }
        std::string operator()(Index number) const { return std::to_string(number); }
        std::string operator()(double share) const { return fmt::format("{}", share); }
        std::string operator()(const std::string& id) const { return id; }
        std::string operator()(bool) const { return {}; }
    };
    return std::visit(Text{}, value);
}

} // namespace

const StudyOption& StudyValues::option(std::string_view name) const
{
    const auto found =
        std::ranges::find(m_options, name, [](const StudyOption& o) { return std::string_view(o.name); });
    if (found == m_options.end())
        throw std::logic_error("a study was asked for an option that it does not have: " + std::string(name));
    return *found;
}

void StudyValues::set(std::string_view name, StudyValue value)
{
    const StudyOption& o = option(name);
    const auto* lengths = std::get_if<std::vector<Index>>(&value);
    const auto* number = std::get_if<Index>(&value);
    if ((lengths != nullptr && lengths->empty()) || (number != nullptr && *number == 0 && o.usual != nullptr)) {
        if (const auto old = m_values.find(name); old != m_values.end())
            m_values.erase(old);
        return;
    }
    m_values.insert_or_assign(std::string(name), std::move(value));
}

bool StudyValues::given(std::string_view name) const { return m_values.contains(option(name).name); }

std::vector<Index> StudyValues::lengths(std::string_view name) const
{
    return given(name) ? std::get<std::vector<Index>>(m_values.find(name)->second) : std::vector<Index>();
}

Index StudyValues::number(std::string_view name) const
{
    return given(name) ? std::get<Index>(m_values.find(name)->second) : static_cast<Index>(option(name).value);
}

double StudyValues::share(std::string_view name) const
{
    return given(name) ? std::get<double>(m_values.find(name)->second) : option(name).value;
}

std::string StudyValues::choice(std::string_view name) const
{
    return given(name) ? std::get<std::string>(m_values.find(name)->second) : option(name).choices.front().id;
}

bool StudyValues::flag(std::string_view name) const
{
    return given(name) && std::get<bool>(m_values.find(name)->second);
}

bool StudyValues::applies(const StudyOption& option) const
{
    return option.belongsTo == nullptr || choice(option.belongsTo) == option.belongsToChoice;
}

Index StudyValues::longest() const
{
    Index longest = 0;
    for (const StudyOption& o : m_options) {
        if (o.kind == StudyOption::Kind::Length)
            longest = std::max(longest, number(o.name));
        else if (o.kind == StudyOption::Kind::Lengths)
            for (const Index length : lengths(o.name))
                longest = std::max(longest, length);
    }
    return longest;
}

std::vector<std::string> StudyValues::arguments() const
{
    using Kind = StudyOption::Kind;
    std::vector<std::string> words;
    for (const StudyOption& o : m_options) {
        if (!applies(o) || (o.usual != nullptr && !given(o.name)))
            continue;
        const std::string word = std::string("--") + o.name;
        if (o.kind == Kind::Flag) {
            if (flag(o.name))
                words.push_back(word);
            continue;
        }
        const StudyValue value = o.kind == Kind::Lengths  ? StudyValue(lengths(o.name))
                                 : o.kind == Kind::Choice ? StudyValue(choice(o.name))
                                 : o.kind == Kind::Share  ? StudyValue(share(o.name))
                                                          : StudyValue(number(o.name));
        words.insert(words.end(), {word, textOf(value)});
    }
    return words;
}

} // namespace core
