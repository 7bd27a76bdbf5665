// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ui {

// How long a test waits for what must come, in ms: sanitizers are slow, ThreadSanitizer beside other work most of all.
#if defined(__SANITIZE_THREAD__)
inline constexpr int kPatience = 600000;
#else
inline constexpr int kPatience = 60000;
#endif

} // namespace ui
