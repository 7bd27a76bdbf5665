// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace core {

// Figures carry the session that they were made of: PNG in a text chunk "Session" (iTXt, not compressed; PNG
// specification 11.3.3.4), PDF and SVG in their XMP, as this element.
inline constexpr std::string_view kPictureSession = "Session";
inline constexpr std::string_view kPictureSessionElement = "alibi:Session";

// By its first bytes: PNG, PDF or SVG.
bool looksLikePicture(std::string_view beginning);

// The session's text; none: the picture carries none, or what it carries is cut off. Any bytes, no more memory than the
// session takes.
std::optional<std::string> sessionInPicture(std::string_view bytes);

} // namespace core
