// SPDX-License-Identifier: GPL-3.0-or-later
// Comparison takes the engine's answers here; what they come to is in comparison_maps.cpp and comparison_curves.cpp.
#include "ui/view_models/comparison.h"

#include "core/eval/cell_sum.h"
#include "core/eval/perplexity.h"
#include "core/model/attention_map.h"
#include "core/model/position_part.h"
#include "ui/figure/map_caption.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/language/words.h"
#include "ui/library/library.h"
#include "ui/view_models/column_names.h"

#include <algorithm>

namespace ui {

Comparison::Comparison(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &Session::modelsChanged, this, [this] { readModels(false); });
    connect(&session, &Session::textChanged, this, [this] { readModels(true); });
    connect(&session, &Session::setupChanged, this, &Comparison::readNames);
    connect(&session, &Session::setupChanged, this, &Comparison::detailsChanged);
    connect(&session, &Session::tokensReady, this, &Comparison::takeTokens);
    connect(&session, &Session::traceReady, this, &Comparison::takeTrace);
    connect(&session, &Session::detailReady, this, &Comparison::takeDetail);
    connect(&session, &Session::thumbnailsReady, this, &Comparison::takeThumbnails);
    connect(&session, &Session::perplexityReady, this, &Comparison::takePerplexity);
    connect(&session, &Session::columnFailed, this, &Comparison::takeFailure);
}

// Columns that keep their model keep what is known of them, wherever they stand now.
void Comparison::readModels(bool otherText)
{
    m_biasRange.reset();
    if (otherText)
        m_ownScores.clear();
    std::erase_if(m_ownScores,
                  [](const auto& known) { return known.first.use_count() == 1; }); // nobody has it any more
    std::vector<ColumnState> before = std::exchange(m_columns, {});
    const auto& choices = m_session.setup().columns;
    m_columns.resize(choices.size());
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        ColumnState& column = m_columns[c];
        const auto checkpoint = m_session.checkpoint(c);
        const auto known = std::ranges::find(before, choices[c].id, &ColumnState::id);
        if (known != before.end() && known->checkpoint == checkpoint && checkpoint != nullptr && !otherText) {
            column = std::move(*known);
            continue;
        }
        column.id = choices[c].id;
        column.checkpoint = checkpoint;
        if (checkpoint == nullptr)
            continue;
        const core::ModelConfig& config = checkpoint->model.config();
        const auto& entry = core::encodingById<float>(config.encoding);
        column.encoding = QString::fromStdString(config.encoding);
        column.about = words(entry.about);
        column.trainingLength = config.trainingLength;
        column.layers = config.layers;
        column.heads = config.heads;
        column.biases = checkpoint->model.encoding().biases();
        column.longestInput = checkpoint->model.encoding().longestInput();
        column.thumbnails.resize(static_cast<std::size_t>(config.layers) * static_cast<std::size_t>(config.heads));
        column.thumbnailScales.resize(column.thumbnails.size());
    }
    readNames();
    for (int c = 0; c < static_cast<int>(m_columns.size()); ++c) {
        emit columnChanged(c);
        if (m_columns[static_cast<std::size_t>(c)].ends != nullptr)
            emit tokensChanged(c);
        for (int layer = 0; layer < m_columns[static_cast<std::size_t>(c)].layers; ++layer)
            emit thumbnailsChanged(c, layer);
    }
    emit detailsChanged();
    emit perplexitiesChanged();
    emit lossesChanged();
}

void Comparison::readNames()
{
    const QVector<ColumnName> names = columnNames(m_session);
    bool changed = false;
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        const ColumnName& name = names[static_cast<qsizetype>(c)];
        ColumnState& column = m_columns[c];
        if (column.checkpoint == nullptr || (column.label == name.label && column.colour == name.colour))
            continue;
        column.label = name.label;
        column.colour = name.colour;
        changed = true;
        emit columnChanged(static_cast<int>(c));
    }
    if (changed) {
        emit perplexitiesChanged();
        emit lossesChanged();
    }
}

ColumnState* Comparison::find(int id)
{
    const auto found = std::ranges::find(m_columns, id, &ColumnState::id);
    return found == m_columns.end() ? nullptr : &*found;
}

QString Comparison::labelOf(int id) const
{
    const auto found = std::ranges::find(m_columns, id, &ColumnState::id);
    return found == m_columns.end() ? QString() : found->label;
}

void Comparison::takeTokens(const TokensReady& answer)
{
    if (ColumnState* column = find(answer.column)) {
        column->tokens = answer.tokens;
        column->labels = answer.labels;
        column->ends = answer.ends;
        column->error.clear();
        column->scores.clear();
        emit tokensChanged(placeOf(*column));
        emit perplexitiesChanged();
    }
}

void Comparison::takeTrace(const TraceReady& answer)
{
    ColumnState* column = find(answer.column);
    if (column == nullptr)
        return;
    column->trace = answer.trace;
    column->traceSwitches = answer.switches;
    if (answer.newTokens > 0 || column->length != answer.length) {
        column->newTokens = answer.newTokens;
        column->milliseconds = answer.milliseconds;
    }
    column->length = answer.length;
    column->error.clear();
    emit columnChanged(placeOf(*column));
    emit lossesChanged();
}

void Comparison::takeDetail(const DetailReady& answer)
{
    if (ColumnState* column = find(answer.column)) {
        column->detail = answer.map;
        column->detailScale = answer.scale;
        emit detailsChanged();
    }
}

void Comparison::takeThumbnails(const ThumbnailsReady& answer)
{
    ColumnState* column = find(answer.column);
    if (column == nullptr || (answer.layer + 1) * column->heads > static_cast<int>(column->thumbnails.size()))
        return;
    const auto place = static_cast<std::size_t>(placeOf(*column));
    const bool shared = headsShareScale();
    const core::ColourScale before = shared ? detailScale(place) : core::ColourScale();
    std::copy(answer.maps.begin(), answer.maps.end(),
              column->thumbnails.begin() + static_cast<std::ptrdiff_t>(answer.layer * column->heads));
    std::copy(answer.scales.begin(), answer.scales.end(),
              column->thumbnailScales.begin() + static_cast<std::ptrdiff_t>(answer.layer * column->heads));
    if (shared && areAllBiasesThere()) {
        m_biasRange.reset();
        m_biasRange = biasRange({});
    }
    emit thumbnailsChanged(static_cast<int>(place), answer.layer);
    if (shared && detailScale(place) != before)
        emit detailsChanged(); // the large maps share that scale
}

void Comparison::takePerplexity(const PerplexityReady& answer)
{
    ColumnState* column = find(answer.column);
    if (column == nullptr || column->ends == nullptr)
        return;
    const auto place = m_session.setup().placeOf(answer.column);
    if (!place || answer.switches != m_session.setup().columns[*place].switches())
        return; // switches that are not on screen any more
    if (column->switches != answer.switches) {
        column->switches = answer.switches;
        column->scores.clear();
    }
    // All tokens the curve is about but the first, which is only read.
    const std::size_t last = std::min(column->ends->size(), static_cast<std::size_t>(kCurveTokens)) - 1;
    const std::size_t bytes = (*column->ends)[last] - column->ends->front();
    const TextScore score{answer.evaluation.perplexity, core::bitsPerByte(answer.evaluation, bytes)};
    column->scores[answer.evaluation.length] = score;
    if (answer.switches.empty())
        m_ownScores[column->checkpoint][answer.evaluation.length] = score;
    emit columnChanged(placeOf(*column)); // its heading names the score at the present length
    emit perplexitiesChanged();
}

void Comparison::forgetThumbnails(ColumnState& column)
{
    std::ranges::fill(column.thumbnails, nullptr);
    for (int layer = 0; layer < column.layers; ++layer)
        emit thumbnailsChanged(placeOf(column), layer);
}

void Comparison::takeFailure(const ColumnFailed& answer)
{
    ColumnState* column = find(answer.column);
    if (column == nullptr)
        return;
    column->error = answer.message;
    column->trace = nullptr;
    column->detail = nullptr;
    column->newTokens = 0;
    if (answer.length > 0)
        column->length = answer.length;
    forgetThumbnails(*column);
    emit columnChanged(placeOf(*column));
    emit detailsChanged();
    emit lossesChanged();
}

Comparison::Readout Comparison::readout(std::size_t c, int query, int key) const
{
    if (c >= m_columns.size() || m_columns[c].trace == nullptr || m_columns[c].labels == nullptr || query < 0 ||
        key < 0 || query >= m_columns[c].length || key >= m_columns[c].length)
        return {};
    const ColumnState& column = m_columns[c];
    const auto place = [&](int position) { return tr("%1 “%2”").arg(position).arg(column.labels->value(position)); };
    const auto masked = [&](const QString& places, const QString& why) {
        return Readout{places + QLatin1Char('\n') + why, why};
    };
    if (key > query)
        return masked(tr("query %1, key %2").arg(place(query), place(key)),
                      tr("masked: a token never sees what comes after it"));
    const QString places = tr("query %1 looks at key %2").arg(place(query), place(key));
    if (!column.trace->model().encoding().window().sees(query, key))
        return masked(places,
                      tr("masked: distance %1 is outside the window, and the key is no sink token").arg(query - key));
    const core::MapView view = m_session.shownView(c);
    const core::AttentionCell cell = core::attentionCell(*column.trace, view.layer, view.head, query, key);
    const core::PositionEncoding<float>& encoding = column.trace->model().encoding();
    const QString weight = tr("→ weight %1").arg(plainNumber(static_cast<double>(cell.weight)));
    QStringList lines{places, tr("distance %1").arg(query - key),
                      (encoding.isInContent() ? tr("content (tokens and positions) %1 + bias %2 = score %3")
                                              : tr("content %1 + bias %2 = score %3"))
                          .arg(plainNumber(static_cast<double>(cell.content)),
                               plainNumber(static_cast<double>(cell.bias)),
                               plainNumber(static_cast<double>(cell.score))),
                      weight};
    QString brief = weight;
    if (view.stage == core::Stage::Position) {
        if (core::positionsStandApart(encoding, view.layer) && (column.biases || encoding.addsToEmbedding())) {
            brief = tr("position part %1").arg(plainNumber(valueOf(c, query, key)));
            lines.append(brief);
        }
    } else if (view.stage != core::Stage::Weights) {
        brief = QStringLiteral("%1 %2").arg(stageName(view.stage), plainNumber(valueOf(c, query, key)));
    }
    if (const QString difference = differenceText(c, query, key); !difference.isEmpty()) {
        brief = difference;
        lines.append(difference);
    }
    return {lines.join(QLatin1Char('\n')), brief};
}

// As the present stage has it.
double Comparison::valueOf(std::size_t c, int query, int key) const
{
    const core::MapView view = m_session.shownView(c);
    if (view.stage == core::Stage::Position) { // the map would be made of all positions before
        const core::CellSum sum = core::cellSum(*m_columns[c].trace, view.layer, view.head, query, key);
        return sum.bias + (sum.parts ? sum.parts->positionPosition : 0.0);
    }
    const core::MapRequest request{view.layer, view.head, view.stage, {query, 1, key, 1}, 1, 1, core::Reduction::Peak};
    core::ThreadPool alone(1);
    return static_cast<double>(core::attentionMap(*m_columns[c].trace, request, alone).values(0, 0));
}

// Of a cell in a column that shows its map minus another's: "ALiBi-64 − Rotary-64: 0.25 − 0.1 = 0.15".
QString Comparison::differenceText(std::size_t c, int query, int key) const
{
    const core::Setup& setup = m_session.setup();
    const auto& wanted = setup.view.difference;
    const auto other = wanted ? setup.placeOf(wanted->subtrahend) : std::nullopt;
    if (!wanted || wanted->minuend != m_columns[c].id || !other || *other >= m_columns.size())
        return {};
    const ColumnState& subtrahend = m_columns[*other];
    if (subtrahend.trace == nullptr || subtrahend.ends != m_columns[c].ends || subtrahend.length <= query ||
        !subtrahend.trace->model().encoding().window().sees(query, key) || !nothingToShow(c).isEmpty() ||
        !nothingToShow(*other).isEmpty())
        return {};
    const double one = valueOf(c, query, key);
    const double two = valueOf(*other, query, key);
    return tr("%1 − %2: %3 − %4 = %5")
        .arg(m_columns[c].label, subtrahend.label, plainNumber(one), plainNumber(two), plainNumber(one - two));
}

QVector<ShownSwitch> Comparison::switches(std::size_t c) const
{
    const auto checkpoint = m_session.checkpoint(c);
    return checkpoint == nullptr ? QVector<ShownSwitch>() : switchesOf(m_session.setup().columns[c], *checkpoint);
}

QString Comparison::passText(std::size_t c) const
{
    const ColumnState& column = m_columns[c];
    if (column.trace == nullptr || column.newTokens == 0)
        return {};
    const QString time = fixedNumber(column.milliseconds, 1);
    return column.newTokens == column.length
               ? tr("%1: %n token(s) in %2 ms", nullptr, column.length).arg(column.label, time)
               : tr("%1: %n more token(s) in %2 ms", nullptr, column.newTokens).arg(column.label, time);
}

} // namespace ui
