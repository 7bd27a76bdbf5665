// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/job.h"
#include "ui/view_models/comparison.h"
#include "ui/view_models/head_rows.h"

#include <QObject>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace ui {

// What every head of every column looks at on the tokens that are read, and on demand what the text's perplexity
// becomes without it: measured in the background for whoever shows it, and only when asked to. GUI thread only.
class MeasuredHeads : public QObject
{
    Q_OBJECT

public:
    MeasuredHeads(Session& session, const Comparison& comparison, core::ThreadPool& pool, QObject* parent = nullptr);

    // What the columns show that is not measured yet; work on it goes on. Of what they no longer show the newest is
    // kept.
    void measure();
    // Of all columns that are measured.
    void measureWithout();

    QVector<HeadRow> rows() const; // of all columns that are measured, layer by layer
    bool isEmpty() const { return m_measured.empty(); }
    // Of the column as it is right now, layer by layer; null: not measured yet.
    const std::vector<core::HeadMeasures>* of(const ColumnState& column) const;
    // Perplexity of the whole text with all heads of the column; NaN: not measured.
    double whole(const ColumnState& column) const;

    bool isBusy() const { return m_measuring.isRunning() || isSwitching(); }
    bool isSwitching() const { return m_switching.isRunning(); } // without each head in turn
    double done() const { return isSwitching() ? m_switching.done() : m_measuring.done(); }
    std::optional<double> secondsLeft();

signals:
    void changed();                     // rows()
    void ended(const QString& trouble); // of the work; empty: nothing went wrong

private:
    // What was measured of a column, and of what.
    struct Measured
    {
        std::shared_ptr<const core::Checkpoint> checkpoint;
        core::Json options; // of its encoding, as it ran
        std::shared_ptr<const std::vector<int>> tokens;
        int length = 0;
        std::vector<core::HeadMeasures> heads;
        std::vector<double> without; // perplexity by head; NaN: not yet
        double whole = 0.0;          // perplexity with all heads; measured before those

        bool isOf(const ColumnState& column) const
        {
            return checkpoint == column.checkpoint && tokens == column.tokens && length == column.length &&
                   column.trace != nullptr && options == column.trace->model().encoding().options();
        }
    };
    struct Wanted
    {
        int column = 0; // its id
        std::shared_ptr<const core::Trace<float>> trace;
        std::shared_ptr<const core::Checkpoint> checkpoint;
        std::shared_ptr<const std::vector<int>> tokens;
        int length = 0;
        bool operator==(const Wanted&) const = default;
    };

    Session& m_session;
    const Comparison& m_comparison;
    core::ThreadPool& m_pool;
    void keep(Measured measured);

    std::map<int, Measured> m_measured; // by column's id
    std::deque<Measured> m_earlier;     // what columns showed before, the newest first: they may again
    std::vector<Wanted> m_wanted;       // what m_measuring works on
    Job m_measuring;
    Job m_switching;
};

} // namespace ui
