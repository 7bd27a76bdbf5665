// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_options.h"
#include "ui/figure/map_figure.h"
#include "ui/view_models/selection.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace ui {

class MeasuredHeads;

// What a figure is drawn from: the newest answers, all there.
struct FigureScene
{
    const Session& session;
    const Comparison& comparison;
    const Selection& selection;
    const MeasuredHeads& heads;                // where the kind asked for them
    std::vector<std::vector<MapContent>> maps; // of each view the kind asked for, of every column
    const FigureOptions& options;
    FigureStyle style; // of the options
};

// A kind of figure that what a session shows can be drawn as, on screen or without one. The list is
// session_figures.def.
struct SessionFigureKind
{
    // What it needs before it is drawn.
    struct Needs
    {
        // The views of which it wants maps, one after the other. Throws core::Error where the session has no such view.
        std::vector<core::MapView> (*views)(const core::Setup& setup) = nullptr; // null: the setup's own
        bool curves = false;                                                     // perplexities of the whole text
        bool cell = false;                                                       // a chosen one
        bool heads = false;                                                      // what all heads look at
        bool oneHead = false;                                                    // it is of the chosen head
    };
    struct Description
    {
        Needs needs;
        // Throws core::Error when there is nothing to draw.
        std::unique_ptr<Figure> (*draw)(const FigureScene& scene) = nullptr;
    };
    const char* id;
    const char* label; // these two to be translated in the context "ui::figure"
    const char* about;
    Description (*describe)();
};
std::span<const SessionFigureKind> sessionFigureKinds();
const SessionFigureKind& sessionFigureKind(std::string_view id); // throws core::Error naming those there are

// Models and text of the session and, where it can be opened again, the session itself (with `view`), for the file at
// `path`; the command is for whoever has one.
FigureRecord recordOf(const Session& session, const Comparison& comparison, const core::MapView& view,
                      const QString& path);

} // namespace ui
