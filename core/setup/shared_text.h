// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <utility>

namespace core {

// A text that is passed on without being copied: every setup in the undo history, which may be hundreds, shares it.
// Never changes; any thread.
class SharedText
{
public:
    SharedText() = default;
    SharedText(std::string text) // NOLINT(google-explicit-constructor): it is a text like any other
        : m_text(text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text)))
    {}
    SharedText(const char* text) // NOLINT(google-explicit-constructor)
        : SharedText(std::string(text))
    {}

    const std::string& string() const
    {
        static const std::string none;
        return m_text ? *m_text : none;
    }
    operator const std::string&() const { return string(); } // NOLINT(google-explicit-constructor)
    bool empty() const { return string().empty(); }
    std::size_t size() const { return string().size(); }
    // The same memory, for counting it once.
    const void* identity() const { return m_text.get(); }

    bool operator==(const SharedText& other) const { return m_text == other.m_text || string() == other.string(); }
    bool operator==(const std::string& other) const { return string() == other; }
    bool operator==(const char* other) const { return string() == other; }

private:
    std::shared_ptr<const std::string> m_text;
};

} // namespace core
