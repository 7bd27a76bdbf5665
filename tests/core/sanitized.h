// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether this build runs under a sanitizer: everything takes several times as long, and all addresses there are may be
// taken.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
