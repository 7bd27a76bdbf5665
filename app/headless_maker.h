// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_pool.h"
#include "app/headless_figures.h"
#include "app/report.h"
#include "ui/view_models/figure_maker.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace app {

// The endings of files that a figure can be written to.
std::vector<std::string> figureFormats();

// Makes the window's figures without a window. One at a time.
class HeadlessMaker
{
public:
    explicit HeadlessMaker(int threads);

    // Waits for it. Throws core::Error, also when a column cannot be shown, and core::Cancelled when interrupted.
    void make(const ui::FigureRequest& request);
    // Layers, and heads in each, of the first model of the figure that was made last.
    std::pair<int, int> headsOfFirst() const;
    // The figure that was made last, but for the command; and what it was made of, for a report at `path`.
    ReportFigure forReport() const;
    void describe(Report& report, const std::string& path) const;
    // The figure that was made last, in the format that `out` ends in. Throws core::Error.
    void write(const std::string& out, const std::string& command);

private:
    std::shared_ptr<const ui::Figure> m_figure;
    ui::FigureRequest m_request; // that it was made of
    HeadlessFigures m_figures;
    CommandPool m_pool;
    ui::FigureMaker m_maker;
};

} // namespace app
