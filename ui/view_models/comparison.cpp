// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/comparison.h"

#include "core/model/attention_map.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/library/library.h"

#include <cmath>
#include <limits>

namespace ui {
namespace {

// Losses shown as about this many points: a single token's loss is mostly noise.
constexpr int kLossPoints = 64;

std::span<const float> presentLosses(const ColumnState& column)
{
    if (column.trace == nullptr)
        return {};
    const auto all = column.trace->losses();
    return all.first(std::min(all.size(), static_cast<std::size_t>(column.length)));
}

Curve curveOf(const QString& id, const QString& label, const QColor& colour,
              const std::map<core::Index, double>& points)
{
    Curve curve{id, label, colour, {}, {}, false, true};
    for (const auto& [length, perplexity] : points) {
        curve.x.append(static_cast<double>(length));
        curve.y.append(perplexity);
    }
    return curve;
}

} // namespace

double ColumnState::perplexity() const
{
    const auto losses = presentLosses(*this);
    double sum = 0.0;
    for (const float loss : losses)
        sum += static_cast<double>(loss);
    return losses.empty() ? std::numeric_limits<double>::quiet_NaN()
                          : std::exp(sum / static_cast<double>(losses.size()));
}

Curve binned(std::span<const float> losses, int together)
{
    Curve curve;
    for (std::size_t first = 0; first < losses.size(); first += static_cast<std::size_t>(together)) {
        const auto part = losses.subspan(first, std::min(losses.size() - first, static_cast<std::size_t>(together)));
        double sum = 0.0;
        for (const float loss : part)
            sum += static_cast<double>(loss);
        curve.x.append(static_cast<double>(first) + static_cast<double>(part.size() - 1) / 2.0);
        curve.y.append(sum / static_cast<double>(part.size()));
    }
    return curve;
}

std::shared_ptr<const core::ReducedMap> differenceOf(const core::ReducedMap& a, const core::ReducedMap& b)
{
    if (a.request != b.request)
        return nullptr;
    return std::make_shared<const core::ReducedMap>(core::ReducedMap{a.request, a.values - b.values});
}

Comparison::Comparison(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &Session::modelsChanged, this, &Comparison::readModels);
    connect(&session, &Session::textChanged, this, &Comparison::readModels);
    connect(&session, &Session::setupChanged, this, &Comparison::detailsChanged);
    connect(&session, &Session::tokensReady, this, &Comparison::takeTokens);
    connect(&session, &Session::traceReady, this, &Comparison::takeTrace);
    connect(&session, &Session::detailReady, this, &Comparison::takeDetail);
    connect(&session, &Session::thumbnailsReady, this, &Comparison::takeThumbnails);
    connect(&session, &Session::perplexityReady, this, &Comparison::takePerplexity);
    connect(&session, &Session::columnFailed, this, &Comparison::takeFailure);
}

void Comparison::readModels()
{
    m_columns.assign(m_session.setup().columns.size(), {});
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        const auto checkpoint = m_session.checkpoint(c);
        if (checkpoint == nullptr)
            continue;
        ColumnState& column = m_columns[c];
        const core::ModelConfig& config = checkpoint->model.config();
        const auto& entry = core::encodingById<float>(config.encoding);
        column.encoding = QString::fromStdString(config.encoding);
        column.label = QString::fromUtf8(entry.label.data(), static_cast<qsizetype>(entry.label.size()));
        column.about = QString::fromUtf8(entry.about.data(), static_cast<qsizetype>(entry.about.size()));
        column.colour = encodingColour(column.encoding);
        column.trainingLength = config.trainingLength;
        column.layers = config.layers;
        column.heads = config.heads;
        column.biases = checkpoint->model.encoding().biases();
        column.longestInput = checkpoint->model.encoding().longestInput();
        column.thumbnails.resize(static_cast<std::size_t>(config.layers * config.heads));
        column.thumbnailRanges.resize(column.thumbnails.size());
        emit columnChanged(static_cast<int>(c));
    }
    emit detailsChanged();
    emit perplexitiesChanged();
    emit lossesChanged();
}

ColumnState* Comparison::find(std::size_t column) { return column < m_columns.size() ? &m_columns[column] : nullptr; }

void Comparison::takeTokens(const TokensReady& answer)
{
    if (ColumnState* column = find(answer.column)) {
        column->tokens = answer.tokens;
        column->labels = answer.labels;
        column->error.clear();
        column->perplexities.clear();
        column->ownPerplexities.clear();
        emit tokensChanged(static_cast<int>(answer.column));
        emit perplexitiesChanged();
    }
}

void Comparison::takeTrace(const TraceReady& answer)
{
    ColumnState* column = find(answer.column);
    if (column == nullptr)
        return;
    column->trace = answer.trace;
    column->length = answer.length;
    column->milliseconds = answer.milliseconds;
    column->error.clear();
    emit columnChanged(static_cast<int>(answer.column));
    emit lossesChanged();
}

void Comparison::takeDetail(const DetailReady& answer)
{
    if (ColumnState* column = find(answer.column)) {
        column->detail = answer.map;
        column->detailRange = answer.range;
        emit detailsChanged();
    }
}

void Comparison::takeThumbnails(const ThumbnailsReady& answer)
{
    ColumnState* column = find(answer.column);
    if (column == nullptr || (answer.layer + 1) * column->heads > static_cast<int>(column->thumbnails.size()))
        return;
    std::copy(answer.maps.begin(), answer.maps.end(),
              column->thumbnails.begin() + static_cast<std::ptrdiff_t>(answer.layer * column->heads));
    std::copy(answer.ranges.begin(), answer.ranges.end(),
              column->thumbnailRanges.begin() + static_cast<std::ptrdiff_t>(answer.layer * column->heads));
    emit thumbnailsChanged(static_cast<int>(answer.column), answer.layer);
}

void Comparison::takePerplexity(const PerplexityReady& answer)
{
    ColumnState* column = find(answer.column);
    if (column == nullptr || answer.changes != m_session.setup().columns[answer.column].switches())
        return; // changes that are not on screen any more
    if (column->changes != answer.changes) {
        column->changes = answer.changes;
        column->perplexities.clear();
    }
    column->perplexities[answer.evaluation.length] = answer.evaluation.perplexity;
    if (answer.changes.empty())
        column->ownPerplexities[answer.evaluation.length] = answer.evaluation.perplexity;
    emit perplexitiesChanged();
}

void Comparison::takeFailure(const ColumnFailed& answer)
{
    if (ColumnState* column = find(answer.column)) {
        column->error = answer.message;
        column->trace = nullptr;
        column->detail = nullptr;
        std::fill(column->thumbnails.begin(), column->thumbnails.end(), nullptr);
        emit columnChanged(static_cast<int>(answer.column));
        emit detailsChanged();
    }
}

core::ValueRange Comparison::detailRange(std::size_t c) const
{
    const core::MapView& view = m_session.setup().view;
    if (view.limits)
        return *view.limits;
    const ColumnState& own = m_columns[c];
    if (own.detail == nullptr)
        return {};
    core::ValueRange range = own.detailRange;
    const core::Stage stage = own.detail->request.stage;
    if (view.sharedScale)
        for (const ColumnState& other : m_columns)
            if (other.detail && other.detail->request.stage == stage && (other.biases || stage != core::Stage::Bias))
                range = core::joined(range, other.detailRange);
    return range;
}

Comparison::ShownMap Comparison::shownDetail(std::size_t c) const
{
    const ColumnState& column = m_columns[c];
    if (m_session.setup().view.difference && c == 0 && m_columns.size() > 1 && column.detail && m_columns[1].detail) {
        if (auto difference = differenceOf(*column.detail, *m_columns[1].detail)) {
            const core::ValueRange range = core::symmetricRange(difference->values, core::Limits::Robust);
            return {std::move(difference), range, "diverging",
                    tr("layer %1 · head %2 · %3 − %4")
                        .arg(column.detail->request.layer)
                        .arg(column.detail->request.head)
                        .arg(column.label, m_columns[1].label),
                    tr("difference")};
        }
    }
    const core::ValueRange range = detailRange(c);
    const core::Stage stage = column.detail ? column.detail->request.stage : core::Stage::Weights;
    return {column.detail, range, std::string(core::defaultColourMapId(stage, range)), {}, {}};
}

QVector<Curve> Comparison::perplexityCurves() const
{
    QVector<Curve> curves;
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        const ColumnState& column = m_columns[c];
        const core::Column& choice = m_session.setup().columns[c];
        const QString id = QString::number(c);
        const core::Json changes = choice.switches();
        if (column.changes == changes)
            curves.append(curveOf(id, column.label, column.colour, column.perplexities));
        else
            curves.append(Curve{id, column.label, column.colour, {}, {}, false, true});
        if (!changes.empty() && !column.ownPerplexities.empty()) {
            curves.append(curveOf(id + QLatin1Char('o'), column.label, column.colour, column.ownPerplexities));
            curves.last().variant = tr("unchanged");
            curves.last().points = false;
        }
        const ShippedCurve shipped = shippedCurve(choice.model);
        if (!shipped.lengths.isEmpty())
            curves.append(Curve{id + QLatin1Char('b'), column.label, mixed(column.colour, Qt::gray, 0.5),
                                shipped.lengths, shipped.perplexities, true, false, tr("test book")});
    }
    return curves;
}

int Comparison::positionsPerPoint() const
{
    int most = 0;
    for (const ColumnState& column : m_columns)
        most = std::max(most, column.length);
    return std::max(1, (most + kLossPoints - 1) / kLossPoints);
}

QVector<Curve> Comparison::lossCurves() const
{
    QVector<Curve> curves;
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        Curve curve = binned(presentLosses(m_columns[c]), positionsPerPoint());
        curve.id = QString::number(c);
        curve.label = m_columns[c].label;
        curve.colour = m_columns[c].colour;
        curves.append(curve);
    }
    return curves;
}

QString Comparison::readout(std::size_t c, int query, int key) const
{
    if (c >= m_columns.size() || m_columns[c].trace == nullptr || m_columns[c].labels == nullptr || query < 0 ||
        key < 0 || query >= m_columns[c].length || key >= m_columns[c].length)
        return {};
    const ColumnState& column = m_columns[c];
    const auto place = [&](int position) { return tr("%1 “%2”").arg(position).arg(column.labels->value(position)); };
    QString text = tr("query %1 looks at key %2").arg(place(query), place(key));
    if (key > query)
        return text + QLatin1Char('\n') + tr("masked: a token never sees what comes after it");
    if (!column.trace->model().encoding().window().sees(query, key))
        return text + QLatin1Char('\n') +
               tr("masked: distance %1 is outside the window, and the key is no sink token").arg(query - key);
    const core::MapView view = m_session.shownView();
    const core::AttentionCell cell = core::attentionCell(*column.trace, view.layer, view.head, query, key);
    text += QLatin1Char('\n') + tr("distance %1").arg(query - key);
    text += QLatin1Char('\n') + tr("content %1 + bias %2 = score %3")
                                    .arg(plainNumber(static_cast<double>(cell.content)),
                                         plainNumber(static_cast<double>(cell.bias)),
                                         plainNumber(static_cast<double>(cell.score)));
    return text + QLatin1Char('\n') + tr("→ weight %1").arg(plainNumber(static_cast<double>(cell.weight)));
}

QVector<ModelChange> Comparison::changes(std::size_t c) const
{
    const auto checkpoint = m_session.checkpoint(c);
    return checkpoint == nullptr ? QVector<ModelChange>() : changesOf(m_session.setup().columns[c], *checkpoint);
}

int Comparison::tokenCount() const
{
    std::size_t count = 0;
    for (const ColumnState& column : m_columns)
        if (column.tokens != nullptr)
            count = count == 0 ? column.tokens->size() : std::min(count, column.tokens->size());
    return static_cast<int>(count);
}

} // namespace ui
