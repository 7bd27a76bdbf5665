// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/measured_heads.h"

#include "core/eval/perplexity.h"
#include "ui/view_models/heads_off.h"
#include "ui/view_models/switches.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ui {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

MeasuredHeads::MeasuredHeads(Session& session, const Comparison& comparison, core::ThreadPool& pool, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_pool(pool)
    , m_measuring(this, {.othersWait = [&session] { return session.isPictureDue(); }})
    , m_switching(this, {.othersWait = [&session] { return session.isPictureDue(); }})
{}

// All that the task needs goes with it.
void MeasuredHeads::measure()
{
    std::vector<Wanted> wanted;
    std::map<int, Measured> kept;
    for (std::size_t c = 0; c < m_comparison.columns(); ++c) {
        const ColumnState& column = m_comparison.column(c);
        if (column.trace == nullptr || !column.error.isEmpty() || column.length < 2)
            continue;
        const auto known = m_measured.find(column.id);
        const auto isIts = [&column](const Measured& one) { return one.isOf(column); };
        if (known != m_measured.end() && known->second.isOf(column)) {
            kept[column.id] = std::move(known->second);
            m_measured.erase(known);
        } else if (const auto earlier = std::ranges::find_if(m_earlier, isIts); earlier != m_earlier.end()) {
            kept[column.id] = *earlier;
        } else {
            wanted.push_back({column.id, column.trace, column.checkpoint, column.tokens, column.length});
        }
    }
    for (auto& [column, measured] : m_measured)
        keep(std::move(measured));
    m_measured = std::move(kept);
    if (!wanted.empty() && !(m_measuring.isRunning() && wanted == m_wanted)) {
        m_wanted = wanted;
        m_measuring.start(
            [this, wanted = std::move(wanted)](const Job::Run& run) {
                double done = 0.0;
                for (const Wanted& what : wanted) {
                    core::ReachOptions options;
                    options.cancel = run.cancel();
                    options.progress = [&run, done, columns = double(wanted.size())](double part) {
                        run.advance((done + part) / columns);
                    };
                    Measured measured{
                        what.checkpoint, what.trace->model().encoding().options(), what.tokens, what.length, {}, {},
                        kUnknown};
                    measured.heads = core::headMeasures(*what.trace, what.length, options, m_pool);
                    measured.without.assign(measured.heads.size(), kUnknown);
                    run.deliver([this, column = what.column, measured = std::move(measured)]() mutable {
                        std::erase_if(m_wanted, [&](const Wanted& one) { return one.column == column; });
                        m_measured[column] = std::move(measured);
                        emit changed();
                    });
                    done += 1.0;
                }
            },
            [this](const JobEnding& ending) { emit ended(ending.trouble); });
    }
    emit changed();
}

void MeasuredHeads::keep(Measured measured)
{
    constexpr std::size_t most = 16;
    m_earlier.push_front(std::move(measured));
    if (m_earlier.size() > most)
        m_earlier.pop_back();
}

void MeasuredHeads::measureWithout()
{
    struct Piece
    {
        int column;
        std::shared_ptr<const core::Trace<float>> trace;
        int length;
        std::shared_ptr<const std::vector<int>> tokens;
        std::shared_ptr<const core::Checkpoint> checkpoint;
    };
    std::vector<Piece> pieces;
    for (std::size_t c = 0; c < m_comparison.columns(); ++c) {
        const ColumnState& column = m_comparison.column(c);
        if (m_measured.contains(column.id) && column.tokens != nullptr)
            pieces.push_back({column.id, column.trace, column.length, column.tokens, column.checkpoint});
    }
    m_switching.start(
        [this, pieces](const Job::Run& run) {
            double all = 0.0;
            for (const Piece& piece : pieces)
                all += piece.trace->model().config().layers * piece.trace->model().config().heads;
            double done = 0.0;
            for (const Piece& piece : pieces) {
                const core::Transformer<float>& model = piece.trace->model();
                const core::ModelConfig& config = model.config();
                core::EvaluationOptions options;
                options.length = piece.length;
                options.cancel = run.cancel();
                const auto tokens = std::span(*piece.tokens)
                                        .first(std::min(piece.tokens->size(), static_cast<std::size_t>(kCurveTokens)));
                const auto perplexity = [&](const core::Transformer<float>& of) {
                    return core::evaluate(of, tokens, options, m_pool).perplexity;
                };
                const double whole = perplexity(model);
                for (int layer = 0; layer < config.layers; ++layer)
                    for (int head = 0; head < config.heads; ++head) {
                        const double without = perplexity(core::withoutHead(model, layer, head));
                        run.advance((done += 1.0) / all);
                        run.deliver([this, piece, at = std::size_t(layer * config.heads + head), without, whole] {
                            const auto known = m_measured.find(piece.column);
                            if (known == m_measured.end() || known->second.checkpoint != piece.checkpoint ||
                                known->second.tokens != piece.tokens || known->second.length != piece.length ||
                                known->second.options != piece.trace->model().encoding().options())
                                return; // it is another model's by now
                            known->second.whole = whole;
                            known->second.without[at] = without;
                            emit changed();
                        });
                    }
            }
        },
        [this](const JobEnding& ending) { emit ended(ending.trouble); });
}

QVector<HeadRow> MeasuredHeads::rows() const
{
    QVector<HeadRow> rows;
    for (std::size_t c = 0; c < m_comparison.columns(); ++c) {
        const ColumnState& column = m_comparison.column(c);
        const auto known = m_measured.find(column.id);
        if (known == m_measured.end())
            continue;
        std::vector<core::HeadPlace> off;
        if (column.checkpoint != nullptr)
            off = headsOff(m_session.setup().columns[c], *column.checkpoint);
        std::vector<double> slopes;
        if (column.encoding == QLatin1String("alibi") && column.checkpoint != nullptr)
            slopes = slopesInForce(m_session.setup().columns[c], *column.checkpoint);
        for (std::size_t i = 0; i < known->second.heads.size(); ++i) {
            const core::HeadMeasures& m = known->second.heads[i];
            const auto head = static_cast<std::size_t>(m.head);
            rows.append({column.id, column.label, column.colour, m, head < slopes.size() ? slopes[head] : kUnknown,
                         known->second.without[i], known->second.whole,
                         std::ranges::binary_search(off, core::HeadPlace{m.layer, m.head}), column.trainingLength,
                         column.biases});
        }
    }
    return rows;
}

const std::vector<core::HeadMeasures>* MeasuredHeads::of(const ColumnState& column) const
{
    const auto known = m_measured.find(column.id);
    return known != m_measured.end() && known->second.isOf(column) ? &known->second.heads : nullptr;
}

double MeasuredHeads::whole(const ColumnState& column) const
{
    const auto known = m_measured.find(column.id);
    return known == m_measured.end() ? kUnknown : known->second.whole;
}

std::optional<double> MeasuredHeads::secondsLeft()
{
    return !isBusy() ? std::nullopt : isSwitching() ? m_switching.secondsLeft() : m_measuring.secondsLeft();
}

} // namespace ui
