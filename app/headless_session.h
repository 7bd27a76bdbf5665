// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_pool.h"
#include "app/headless_figures.h"
#include "core/setup/setup.h"
#include "ui/view_models/measured_heads.h"
#include "ui/view_models/selection.h"
#include "ui/view_models/session_figures.h"

#include <QString>

#include <memory>
#include <optional>
#include <utility>

namespace app {

// What the window has behind it, without a window: a session and what its answers come to. One at a time.
class HeadlessSession
{
public:
    explicit HeadlessSession(int threads);

    // Shows the setup and waits until its maps (or, with `curves`, everything) are there; `pixels` is how many rows and
    // columns maps may have, `thumbnail` those of all heads. Throws core::Error, also when a column cannot be shown,
    // and core::Cancelled when interrupted.
    void show(core::Setup setup, int pixels, int thumbnail, bool curves);
    // Query and key of the first column's tokens. Throws core::Error when they are not read.
    void chooseCell(int query, int key);
    // Throws like show().
    std::unique_ptr<ui::Figure> draw(const ui::SessionFigureKind& kind, const ui::FigureOptions& options);

    const ui::Session& session() const { return m_session; }
    const ui::Comparison& comparison() const { return m_comparison; }

private:
    void wait();
    void measureHeads();

    HeadlessFigures m_figures;
    CommandPool m_pool;
    ui::Session m_session;
    ui::Comparison m_comparison;
    ui::Selection m_selection;
    ui::MeasuredHeads m_heads;
    bool m_curves = false;
};

} // namespace app
