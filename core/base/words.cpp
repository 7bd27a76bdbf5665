// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/words.h"

#include <fmt/args.h>

namespace core {
namespace {

Translator& translator()
{
    static Translator set;
    return set;
}

} // namespace

void setTranslator(Translator given) { translator() = std::move(given); }

std::string translated(std::string_view english)
{
    return translator() && !english.empty() ? translator()(english) : std::string(english);
}

std::string Sentence::english() const { return put(m_format, &Sentence::english); }

std::string Sentence::translated() const
{
    try {
        return put(core::translated(m_format), &Sentence::translated);
    } catch (const fmt::format_error&) {
        return put(m_format, &Sentence::translated);
    }
}

std::string Sentence::put(const std::string& format, std::string (Sentence::*language)() const) const
{
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const Argument& argument : m_arguments)
        std::visit(
            [&](const auto& value) {
                if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value)>, std::shared_ptr<const Sentence>>)
                    store.push_back((*value.*language)());
                else
                    store.push_back(value);
            },
            argument);
    return fmt::vformat(format, store);
}

} // namespace core
