// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless_maker.h"

#include <string>
#include <vector>

namespace app {

// Many figures in one call: of every head, at several lengths.
struct FigureBatch
{
    std::vector<int> lengths; // empty: the setup's
    bool eachHead = false;    // of the first model
    // Names of files, in which {layer}, {head}, {length} and {n} (00000, 00001, …: frames of a film) stand for those of
    // the figure.
    std::vector<std::string> outs;

    bool isOne() const { return lengths.size() <= 1 && !eachHead; }
};

// Throws core::Error naming what `outs` must contain so that no figure takes the place of another.
void checkNames(const FigureBatch& batch);

// Makes and writes all of them, with progress on stderr where there are several, and what came of it in the end; a
// figure that cannot be made is said and left out. Returns how many could not. A single one throws core::Error; all
// throw core::Cancelled.
int makeFigures(HeadlessMaker& maker, const ui::FigureRequest& request, const FigureBatch& batch,
                const std::string& command);

} // namespace app
