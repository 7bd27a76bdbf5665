// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/colour_scale.h"
#include "ui/figure/curve.h"
#include "ui/session/session.h"
#include "ui/view_models/switches.h"

#include <QColor>
#include <QObject>

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace ui {

// How well a model predicts, over the whole text read so many tokens at a time.
struct TextScore
{
    double perplexity = 0.0;
    double bitsPerByte = 0.0; // for models with different tokens
};

// What is known of one column right now, as panels show it. Lengths and places count its own tokens.
struct ColumnState
{
    int id = 0;    // core::Column::id
    QString label; // see columnNames(): no two columns have the same
    QString about; // what the encoding does
    QString encoding;
    QColor colour;
    std::shared_ptr<const core::Checkpoint> checkpoint; // all of this is about; null while it is read
    int trainingLength = 0;
    int layers = 0;
    int heads = 0;
    bool biases = false;
    core::Index longestInput = 0; // tokens
    QString error;                // instead of pictures

    std::shared_ptr<const std::vector<int>> tokens;
    std::shared_ptr<const QStringList> labels;
    std::shared_ptr<const TokenEnds> ends; // the same object in columns with the same tokens
    std::shared_ptr<const core::Trace<float>> trace;
    int length = 0;
    int newTokens = 0;                               // that the pass for this length had to read; 0: all was known
    double milliseconds = 0.0;                       // that it took
    core::Json traceSwitches = core::Json::object(); // that the trace was made with
    std::shared_ptr<const core::ReducedMap> detail;
    core::ColourScale detailScale;                                   // its own
    std::vector<std::shared_ptr<const core::ReducedMap>> thumbnails; // layer by layer
    std::vector<core::ColourScale> thumbnailScales;
    std::map<core::Index, TextScore> scores;    // by length, with the present switches
    core::Json switches = core::Json::object(); // that scores belong to

    // exp(mean loss) of predicting from each of the present tokens; NaN before there is any.
    double perplexity() const;
    // The same losses in bits, over the bytes they predict.
    double bitsPerByte() const;
    double bytesPerToken() const; // of the whole text; 1 before it is known
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

    // Whether some columns cut the text into other tokens than the others. What is compared is then bits per byte by
    // bytes of text instead of perplexity by tokens.
    bool inBytes() const;
    // The colour scale of a column's detail map: typed limits, or what is held, or what all columns share, or its own.
    core::ColourScale detailScale(std::size_t column) const;
    // The colour scale of a head's thumbnail: its own or, for biases that share a scale, one for all heads.
    core::ColourScale thumbnailScale(std::size_t column, int layer, int head) const;
    bool sharesHeadScale(std::size_t column) const;       // whether all thumbnails of a column have one scale
    QString thumbnailScaleText(std::size_t column) const; // says which, in a few words
    bool headsShareScale() const;
    // While a sweep runs the scales stay as they were when it began, so that colours can be compared, unless that is
    // not wanted.
    void setSweeping(bool sweeping);
    void setDragging(bool dragging); // of a slope: its colours must not follow it
    void setHoldsInSweeps(bool holds);
    bool holdsInSweeps() const { return m_holdsInSweeps; }
    // What a column's detail view shows: its map or, where that is asked for, its map minus another's.
    struct ShownMap
    {
        std::shared_ptr<const core::ReducedMap> map;
        core::ColourScale scale;
        std::string colourMapId;
        QString title;      // empty: the view's own
        QString valueLabel; // empty: the stage's
        QString message;    // why there is no difference
    };
    ShownMap shownDetail(std::size_t column) const;
    // How well the whole text is predicted by length: this text, the shipped result on the test book (dashed), and the
    // checkpoint as it is while it runs with switches (dashed). Perplexity by tokens or, inBytes(), bits per byte by
    // bytes.
    QVector<Curve> perplexityCurves() const;
    // Loss by position of the present tokens: means over neighbouring positions. Nats by tokens or bits per byte by
    // bytes.
    QVector<Curve> lossCurves() const;
    // Where lengths stand in perplexityCurves() and positions in lossCurves().
    double placeOfLength(int length) const; // of the first column's tokens
    int lengthAtPlace(double place) const;
    QVector<double> trainingPlaces() const; // of every training length
    QVector<double> trainingPositions() const;
    double lastPosition() const;
    double placeOfPosition(std::size_t column, int position) const;
    int positionAtPlace(std::size_t column, double place) const; // of those that are read
    // In the first column's tokens, which the length counts: where each model was trained, and what it can read at
    // most.
    QVector<int> trainingLengths() const;
    QVector<int> longestInputs() const;
    // How many tokens of the text are read.
    int shownLength() const;
    // A cell of one column in another: the same text.
    std::pair<int, int> sameCell(std::size_t from, std::size_t to, int query, int key) const;
    core::Region sameRegion(std::size_t from, std::size_t to, const core::Region& region) const;
    // "ALiBi-64: 128 new tokens in 4.2 ms"; empty when the length needed nothing new.
    QString passText(std::size_t column) const;
    // Of the column with that id; empty when it is gone.
    QString labelOf(int id) const;
    int positionsPerPoint() const; // of lossCurves()
    struct Readout
    {
        QString whole; // "query 41 “the” → key 3 …": content + bias = score → weight
        QString brief; // where that has no room: the number that is shown, or why there is none
    };
    Readout readout(std::size_t column, int query, int key) const;
    // What the column's model runs with that its checkpoint does not; see ShownSwitch.
    QVector<ShownSwitch> switches(std::size_t column) const;
    // Number of tokens the first column makes of the text; 0 before that is known.
    int tokenCount() const;

signals:
    void columnChanged(int column); // identity, error, losses
    void tokensChanged(int column);
    void detailsChanged(); // any map or scale
    void thumbnailsChanged(int column, int layer);
    void perplexitiesChanged(); // the curves of them
    void lossesChanged();

private:
    void readModels(bool otherText);
    void readNames();
    core::ColourScale freeScale(std::size_t column) const; // as it is when nothing is held
    double valueOf(std::size_t column, int query, int key) const;
    QString differenceText(std::size_t column, int query, int key) const;
    // Why a column has no map of the present stage; empty: it has.
    QString nothingToShow(std::size_t column) const;
    // Of all heads of all columns, as when all were last there; before that of those there are, and the one given.
    std::optional<core::ValueRange> biasRange(std::optional<core::ValueRange> range) const;
    bool areAllBiasesThere() const;
    core::ColourScale freeThumbnailScale(std::size_t column, int layer, int head) const;
    ShownMap differenceMap(std::size_t minuend, std::size_t subtrahend) const;
    bool isMoving() const { return m_sweeping || m_dragging; }
    void holdScales(bool hold);
    double value(const TextScore& score) const { return inBytes() ? score.bitsPerByte : score.perplexity; }
    Curve scoreCurve(const ColumnState& column, const QString& id,
                     const std::map<core::Index, TextScore>& scores) const;
    const ColumnState* firstRead() const; // the first column whose tokens are known
    void takeTokens(const TokensReady& answer);
    void takeTrace(const TraceReady& answer);
    void takeDetail(const DetailReady& answer);
    void takeThumbnails(const ThumbnailsReady& answer);
    void takePerplexity(const PerplexityReady& answer);
    void takeFailure(const ColumnFailed& answer);
    ColumnState* find(int id);
    int placeOf(const ColumnState& column) const { return static_cast<int>(&column - m_columns.data()); }
    void forgetThumbnails(ColumnState& column);

    Session& m_session;
    std::vector<ColumnState> m_columns;
    // Of checkpoints as they are, over the present text, whichever column they stood in.
    std::map<std::shared_ptr<const core::Checkpoint>, std::map<core::Index, TextScore>> m_ownScores;

    struct Held
    {
        core::Stage stage = core::Stage::Weights;
        core::Scale scale = core::Scale::Linear;
        std::map<int, core::ColourScale> details; // by column's id
        std::map<int, std::vector<core::ColourScale>> thumbnails;
        std::optional<core::Difference> difference;
        core::ColourScale differenceScale;
    };
    std::optional<Held> m_held;
    std::optional<core::ValueRange> m_biasRange; // of all heads
    bool m_sweeping = false;
    bool m_dragging = false;
    bool m_holdsInSweeps = true;
};

// What sets a checkpoint's shipped curve apart in perplexityCurves().
QString shippedVariant();

// a - b, pixel by pixel; NaN where either is masked. Null unless both show the same part of the same stage in the same
// size; their heads may be others.
std::shared_ptr<const core::ReducedMap> differenceOf(const core::ReducedMap& a, const core::ReducedMap& b);

// Means of neighbouring values, `together` at a time: points (middle position, mean).
Curve binned(std::span<const float> losses, int together);

} // namespace ui
