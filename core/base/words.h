// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace core {

// Every sentence of core is written in English where it is needed and is translated whole, before its arguments are put
// in. core knows no languages: whoever does sets a translator, which gets a sentence as it stands in the source and
// returns it in the person's language (or as it is). It is called on any thread. Set it before threads start.
using Translator = std::function<std::string(std::string_view english)>;
void setTranslator(Translator translator);
std::string translated(std::string_view english);
// Marks English that is translated elsewhere, so that whoever collects sentences finds it where it stands. The text
// itself.
constexpr const char* said(const char* english) { return english; }

// A format in fmt's words and its arguments: nothing is put in before the language is known. Arguments may be sentences
// (and errors, see error.h), which are translated with it. A value.
class Sentence
{
public:
    using Argument = std::variant<bool, char, long long, unsigned long long, float, double, std::string,
                                  std::shared_ptr<const Sentence>>;

    Sentence() = default;
    Sentence(std::string_view format, std::vector<Argument> arguments = {})
        : m_format(format)
        , m_arguments(std::move(arguments))
    {}

    std::string english() const;
    // In the translator's language; a translation that does not fit the arguments is passed over.
    std::string translated() const;
    const std::string& format() const { return m_format; }
    bool operator==(const Sentence& other) const { return m_format == other.m_format && english() == other.english(); }

private:
    std::string put(const std::string& format, std::string (Sentence::*language)() const) const;

    std::string m_format;
    std::vector<Argument> m_arguments;
};

template <typename T>
Sentence::Argument sentenceArgument(const T& value)
{
    if constexpr (std::is_same_v<T, Sentence>)
        return std::make_shared<const Sentence>(value);
    else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, char> || std::is_floating_point_v<T>)
        return value;
    else if constexpr (std::is_integral_v<T>)
        return static_cast<std::conditional_t<std::is_signed_v<T>, long long, unsigned long long>>(value);
    else
        return fmt::vformat("{}", fmt::make_format_args(value)); // format() refuses views here
}

// sentence("{} tokens in {}", tokens, file)
template <typename... Args>
Sentence sentence(fmt::format_string<Args...> format, Args&&... args)
{
    const fmt::string_view text = format;
    std::vector<Sentence::Argument> arguments; // no initializer list: GCC destroys what an exception left unmade
    arguments.reserve(sizeof...(Args));
    (arguments.push_back(sentenceArgument<std::remove_cvref_t<Args>>(args)), ...);
    return {std::string_view(text.data(), text.size()), std::move(arguments)};
}

} // namespace core

template <>
struct fmt::formatter<core::Sentence> : fmt::formatter<std::string>
{
    template <typename Context>
    auto format(const core::Sentence& sentence, Context& context) const
    {
        return fmt::formatter<std::string>::format(sentence.english(), context);
    }
};
