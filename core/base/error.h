// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/words.h"

#include <exception>
#include <stdexcept>
#include <utility>

namespace core {

// Something a person can mend: one clear sentence: what is wrong, in which file or field, what to do. what() is in
// English, message() in the person's language; show that.
class Error : public std::runtime_error
{
public:
    explicit Error(Sentence sentence)
        : std::runtime_error(sentence.english())
        , m_sentence(std::make_shared<const Sentence>(std::move(sentence)))
    {}

    const Sentence& sentence() const { return *m_sentence; }
    std::string message() const { return m_sentence->translated(); }

private:
    std::shared_ptr<const Sentence> m_sentence; // an exception's copy must not throw
};

// throw error("{}: the header says {} bytes, the file has {}.", path, a, b);
// What another error says goes in as its sentence: error("{}: {}", path, problem.sentence()).
template <typename... Args>
[[nodiscard]] Error error(fmt::format_string<Args...> text, Args&&... args)
{
    return Error(sentence(text, std::forward<Args>(args)...));
}

// Thrown out of long work whose caller asked it to end. Not an error: nobody shows it.
class Cancelled : public std::exception
{
public:
    const char* what() const noexcept override { return "cancelled"; }
};

} // namespace core
