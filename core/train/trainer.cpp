// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include "core/base/error.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>

namespace core {
namespace {

// A batch is always cut into this many pieces at most, so that sums come out the same with any number of threads.
constexpr int kShards = 8;

int shardsOf(const TrainingOptions& options) { return std::clamp(options.batch, 1, kShards); }

} // namespace

Trainer::Trainer(const ModelConfig& model, const TrainingOptions& options,
                 std::shared_ptr<const std::vector<int>> tokens, ThreadPool& pool)
    : m_options(options)
    , m_tokens(std::move(tokens))
    , m_pool(pool)
    , m_weights(std::make_shared<Parameters<float>>(std::make_shared<const ParameterLayout>(model)))
    , m_packed(std::make_shared<Parameters<float>>(m_weights->sharedLayout()))
    , m_model(m_weights, m_packed)
    , m_optimiser(m_weights->sharedLayout(), options.adamw)
    , m_passes(static_cast<std::size_t>(shardsOf(options)))
    , m_lossSums(m_passes.size())
{
    m_options.check(translated("training options"));
    if (m_tokens->size() <= static_cast<std::size_t>(options.length))
        throw error("The training text has {} tokens; a sequence of length {} needs at least {}.", m_tokens->size(),
                    options.length, options.length + 1);
    for (const int token : *m_tokens)
        if (token < 0 || token >= model.vocabularySize)
            throw error("The training text has token {}, but the vocabulary ends at {}.", token,
                        model.vocabularySize - 1);
    if (m_model.encoding().longestInput() < options.length)
        throw error("This encoding takes at most {} tokens; the training length is {}.",
                    m_model.encoding().longestInput(), options.length);
    initialise(*m_weights, options.seed);
    for (std::size_t i = 0; i < m_passes.size(); ++i)
        m_gradients.emplace_back(m_weights->sharedLayout());
}

void Trainer::batchOf(long step, std::vector<int>& inputs, std::vector<int>& targets) const
{
    Random random(m_options.seed, static_cast<std::uint64_t>(step));
    const auto length = static_cast<std::size_t>(m_options.length);
    inputs.clear();
    targets.clear();
    for (int b = 0; b < m_options.batch; ++b) {
        const auto first = m_tokens->begin() + static_cast<std::ptrdiff_t>(random.below(m_tokens->size() - length));
        inputs.insert(inputs.end(), first, first + m_options.length);
        targets.insert(targets.end(), first + 1, first + 1 + m_options.length);
    }
}

double Trainer::accumulate(const std::vector<int>& inputs, const std::vector<int>& targets, const Cancel& cancel)
{
    const int shards = static_cast<int>(m_passes.size());
    const float factor = 1.0F / static_cast<float>(inputs.size());
    m_pool.forEach(shards, [&](int i) {
        const auto at = static_cast<std::size_t>(i);
        const auto length = static_cast<std::size_t>(m_options.length);
        const std::size_t first = static_cast<std::size_t>(m_options.batch * i / shards) * length;
        const std::size_t end = static_cast<std::size_t>(m_options.batch * (i + 1) / shards) * length;
        m_lossSums[at] = m_passes[at].run(m_model, std::span(inputs).subspan(first, end - first),
                                          std::span(targets).subspan(first, end - first), m_options.length, factor,
                                          &m_gradients[at], cancel);
    });
    const std::span<float> total = m_gradients.front().values();
    constexpr std::size_t piece = 1 << 15;
    m_pool.forEach(static_cast<int>((total.size() + piece - 1) / piece), [&](int i) {
        const std::size_t first = static_cast<std::size_t>(i) * piece;
        const std::size_t end = std::min(total.size(), first + piece);
        for (std::size_t shard = 1; shard < m_gradients.size(); ++shard) {
            const float* more = m_gradients[shard].values().data();
            for (std::size_t j = first; j < end; ++j)
                total[j] += more[j];
        }
    });
    double sum = 0.0;
    for (const double shardSum : m_lossSums)
        sum += shardSum;
    return sum / static_cast<double>(inputs.size());
}

StepResult Trainer::step(double learningRate, const Cancel& cancel)
{
    StepResult result;
    result.step = m_optimiser.steps();
    std::vector<int> inputs;
    std::vector<int> targets;
    batchOf(result.step, inputs, targets);
    packMatrices(*m_weights, *m_packed);
    result.loss = accumulate(inputs, targets, cancel);
    result.gradientNorm = normOf(m_gradients.front(), m_pool);
    result.learningRate = learningRate;
    if (!std::isfinite(result.loss) || !std::isfinite(result.gradientNorm))
        throw error("Training stopped at step {}: {} is not a number any more. The state before that step is kept; "
                    "try a lower learning rate than {}.",
                    result.step, std::isfinite(result.loss) ? sentence("the gradient") : sentence("the loss"),
                    learningRate);
    const double factor = std::min(1.0, m_options.clip / (result.gradientNorm + 1e-6));
    m_optimiser.step(*m_weights, m_gradients.front(), result.learningRate, factor, m_pool);
    return result;
}

std::shared_ptr<const Parameters<float>> Trainer::weights() const
{
    return std::make_shared<const Parameters<float>>(*m_weights);
}

} // namespace core
