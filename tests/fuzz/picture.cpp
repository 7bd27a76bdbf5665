// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/picture_session.h"

#include "tests/fuzz/reader.h"

namespace fuzz {

// The session in a picture.
void picture(std::string_view bytes)
{
    const auto session = core::sessionInPicture(bytes);
    promise(!session || session->size() < bytes.size(), "a session is no larger than its picture");
    promise(!session || core::looksLikePicture(bytes), "what carries a session is a picture");
}

} // namespace fuzz
