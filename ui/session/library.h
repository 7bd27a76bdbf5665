// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/library/library.h" // it moved; this goes when nobody includes it any more
