// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/words.h"

#include <array>
#include <string>
#include <string_view>

namespace core {

// Encodings of old texts, which cannot be told apart by their bytes: a person has to choose.
struct TextEncoding
{
    const char* id;    // as iconv calls it
    const char* about; // English
};
inline constexpr std::array<TextEncoding, 8> kTextEncodings{{{"WINDOWS-1252", said("Western European")},
                                                             {"WINDOWS-1250", said("Central European")},
                                                             {"WINDOWS-1251", said("Cyrillic (Windows)")},
                                                             {"KOI8-R", said("Cyrillic (KOI8-R)")},
                                                             {"WINDOWS-1253", said("Greek")},
                                                             {"WINDOWS-1254", said("Turkish")},
                                                             {"GB18030", said("Chinese")},
                                                             {"SHIFT_JIS", said("Japanese")}}};

// The bytes as UTF-8. Throws Error naming `name` when the encoding is unknown here or the bytes are none of it.
// Throws Cancelled soon after cancel() is true.
std::string asUtf8(std::string_view bytes, const std::string& encoding, std::string_view name,
                   const Cancel& cancel = {});

bool startsWithUtf16Mark(std::string_view bytes);

// UTF-16 by its byte order mark or, without one, by where its zero bytes lie: "UTF-16LE", "UTF-16BE", or nullptr.
const char* utf16Of(std::string_view bytes);

} // namespace core
