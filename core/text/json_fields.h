// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace core {

inline constexpr std::size_t largestTokenizerJson = std::size_t{64} << 20; // bytes

// For error messages: what a file holds may be long. At most 80 bytes, cut between characters.
std::string shortened(std::string_view text);

// Parses a tokenizer.json without letting a crafted file use more than a few times its own size. Throws Error, naming
// `name`, when it is larger than 64 MiB, nested deeper than 32 levels, of more than 4 million values or not JSON.
Json parsedJson(std::string_view text, std::string_view name);

// The fields of one object of a file, with errors that say where they are. A field that is null counts as missing, as
// it does for Hugging Face. The object must outlive this.
class Fields
{
public:
    // `where` is the object's place in the file, e.g. "model"; empty for the file itself. `name` names the file.
    Fields(const Json& object, std::string where, std::string_view name);

    // nullptr: missing.
    const Json* find(const char* key) const;
    const Json& require(const char* key) const;
    bool boolean(const char* key, bool missing) const;
    // Missing: empty.
    std::string text(const char* key) const;
    // `why` ends the sentence that says that true is not supported.
    void refuseTrue(const char* key, const char* why) const;
    // "model.vocab"
    std::string path(const char* key) const;

private:
    const Json& m_object;
    std::string m_where;
    std::string_view m_name;
};

} // namespace core
