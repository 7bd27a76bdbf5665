// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view_models/comparison.h"
#include "ui/view_models/measured_heads.h"
#include "ui/view_models/selection.h"
#include "ui/view_models/session_figures.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ui {

// What a figure is made of: all that its file and its command say.
struct FigureRequest
{
    core::Setup setup;
    std::vector<std::string> kinds;           // of sessionFigureKinds(); several: a sheet of them, each with its letter
    FigureOptions options;                    // the width is the sheet's
    std::optional<Selection::Cell> cell = {}; // of the first column; kinds that need one
    int across = 0;                           // so many panels side by side; 0: as suits their number
    bool operator==(const FigureRequest&) const = default;
};

bool needsCell(const FigureRequest& request);
bool isOfOneHead(const FigureRequest& request); // another head makes another figure
// What makes a file's name: "map", "map-perplexity".
QString kindsText(const FigureRequest& request);
QString kindsLabel(const FigureRequest& request); // for people

// Makes figures in the background, with a session of its own: what the window shows, its sizes and its selection have
// no say. One at a time; a new request takes the place of the one before. GUI thread only.
class FigureMaker : public QObject
{
    Q_OBJECT

public:
    explicit FigureMaker(core::ThreadPool& pool, QObject* parent = nullptr);

    void make(const FigureRequest& request);
    void cancel();
    bool isBusy() const { return m_wanted.has_value(); }

    // With what the newest figure was made of.
    Session& session() { return m_session; }
    const Session& session() const { return m_session; }
    const Comparison& comparison() const { return m_comparison; }
    // For its file at `path`.
    FigureRecord record(const QString& path) const { return recordOf(m_session, m_comparison, m_view, path); }

signals:
    void made(std::shared_ptr<const ui::Figure> figure);
    void failed(const QString& sentence);

private:
    bool proceed();
    void begin();
    std::shared_ptr<const Figure> whole();
    FigureOptions partOptions() const;
    int across() const;
    void proceedOrFail();
    void fail(const QString& sentence);
    bool isWaiting() const;

    Session m_session;
    Comparison m_comparison;
    Selection m_selection;
    MeasuredHeads m_heads;
    std::optional<FigureRequest> m_wanted;
    core::MapView m_view;                                // of the newest that was wanted
    std::vector<SessionFigureKind::Description> m_kinds; // of m_wanted
    std::vector<std::shared_ptr<const Figure>> m_drawn;  // of those, as far as they are there
    std::vector<core::MapView> m_views;                  // that the next one needs maps of
    std::vector<std::vector<MapContent>> m_maps;         // of those, as far as they are there
    bool m_started = false;                              // the session shows something
    bool m_shown = false;                                // it shows m_wanted's setup
    bool m_measured = false;                             // so are its heads
};

} // namespace ui
