// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/value_range.h"
#include "ui/figure/curve.h"
#include "ui/session/session.h"
#include "ui/view_models/model_changes.h"

#include <QColor>
#include <QObject>

#include <map>
#include <memory>
#include <vector>

namespace ui {

// What is known of one column right now, as panels show it.
struct ColumnState
{
    QString label; // "ALiBi"
    QString about; // what the encoding does
    QString encoding;
    QColor colour;
    int trainingLength = 0;
    int layers = 0;
    int heads = 0;
    bool biases = false;
    core::Index longestInput = 0; // tokens
    QString error;                // instead of pictures

    std::shared_ptr<const std::vector<int>> tokens;
    std::shared_ptr<const QStringList> labels;
    std::shared_ptr<const core::Trace<float>> trace;
    int length = 0;
    double milliseconds = 0.0; // of the last forward pass
    std::shared_ptr<const core::ReducedMap> detail;
    core::ValueRange detailRange;                                    // its own
    std::vector<std::shared_ptr<const core::ReducedMap>> thumbnails; // layer by layer
    std::vector<core::ValueRange> thumbnailRanges;
    std::map<core::Index, double> perplexities;    // of this text, with the present changes
    core::Json changes = core::Json::object();     // that perplexities belong to
    std::map<core::Index, double> ownPerplexities; // of the checkpoint as it is

    // exp(mean loss) of predicting from each of the present tokens; NaN before there is any.
    double perplexity() const;
};

// Collects the engine's newest answers and says what they come to: one scale for maps that are compared, curves, the
// numbers of a cell. Knows no widgets. GUI thread only.
class Comparison : public QObject
{
    Q_OBJECT

public:
    explicit Comparison(Session& session, QObject* parent = nullptr);

    std::size_t columns() const { return m_columns.size(); }
    const ColumnState& column(std::size_t c) const { return m_columns[c]; }

    // The colour scale of a column's detail map: typed limits, or what all columns share, or its own.
    core::ValueRange detailRange(std::size_t column) const;
    // What a column's detail view shows: its map, or, in the first column when that is asked for, its map minus the
    // second's.
    struct ShownMap
    {
        std::shared_ptr<const core::ReducedMap> map;
        core::ValueRange range;
        std::string colourMapId;
        QString title;      // empty: the view's own
        QString valueLabel; // empty: the stage's
    };
    ShownMap shownDetail(std::size_t column) const;
    // Perplexity by length: this text, the shipped result on the test book (dashed), and the checkpoint as it is while
    // it runs with changes (dashed).
    QVector<Curve> perplexityCurves() const;
    // Loss by position of the present tokens: means over neighbouring positions.
    QVector<Curve> lossCurves() const;
    int positionsPerPoint() const; // of lossCurves()
    // "query 41 “the” → key 3 …": content + bias = score → weight.
    QString readout(std::size_t column, int query, int key) const;
    // What the column's model runs with that its checkpoint does not; see ModelChange.
    QVector<ModelChange> changes(std::size_t column) const;
    // Smallest number of tokens any column makes of the text; 0 before that is known.
    int tokenCount() const;

signals:
    void columnChanged(int column); // identity, error, losses
    void tokensChanged(int column);
    void detailsChanged(); // any map or scale
    void thumbnailsChanged(int column, int layer);
    void perplexitiesChanged(); // the curves of them
    void lossesChanged();

private:
    void readModels();
    void takeTokens(const TokensReady& answer);
    void takeTrace(const TraceReady& answer);
    void takeDetail(const DetailReady& answer);
    void takeThumbnails(const ThumbnailsReady& answer);
    void takePerplexity(const PerplexityReady& answer);
    void takeFailure(const ColumnFailed& answer);
    ColumnState* find(std::size_t column);

    Session& m_session;
    std::vector<ColumnState> m_columns;
};

// a - b, pixel by pixel; NaN where either is masked. Null unless both show the same part in the same size.
std::shared_ptr<const core::ReducedMap> differenceOf(const core::ReducedMap& a, const core::ReducedMap& b);

// Means of neighbouring values, `together` at a time: points (middle position, mean).
Curve binned(std::span<const float> losses, int together);

} // namespace ui
