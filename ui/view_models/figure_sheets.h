// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/sheet.h"
#include "ui/view_models/session_figures.h"

#include <QCoreApplication>
#include <QSize>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace ui {

// What the kinds of figures of a session have in common.

inline constexpr double kCurveShare = 0.62; // height of curves, of the width

struct FigureWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::FigureWords)
};

using SheetParts = std::vector<std::shared_ptr<const Figure>>;

// The parts below a title and above a caption; `drawn` makes them for the room that those leave, which is as wide as
// the options say and `share` of that high, or as high as they say. across: so many parts side by side.
std::unique_ptr<Figure> sheetOf(const FigureScene& scene, const QString& title, const QString& caption, double share,
                                int across, const std::function<SheetParts(QSize)>& drawn);

QString textOf(const FigureScene& scene);   // what is read, as a sentence
QString modelsOf(const FigureScene& scene); // a sentence for each

} // namespace ui
