// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/colour_scale.h"
#include "core/render/map.h"

#include <QString>

namespace ui {

// What a saved map was made of; what is empty or 0 is left out.
struct MapSource
{
    QString model;    // "ALiBi-64"
    QString minus;    // the model whose map is subtracted; empty: none
    QString switches; // what it runs with, a few words each
    int trainingLength = 0;
    QString text;           // a name, or how the text begins
    core::Index length = 0; // tokens read
};

// Sentences to stand below the map: the model, the layer, head and stage, the text and its length, what the colours
// mean.
QString mapCaption(const MapSource& source, const core::ReducedMap& map, const core::ColourScale& scale);

// The first two of them on their own.
QString modelSentence(const MapSource& source);
QString textSentence(const MapSource& source);

// Names of a stage as they stand in titles and at colour bars.
QString stageName(core::Stage stage);
QString stageUnit(core::Stage stage);

} // namespace ui
