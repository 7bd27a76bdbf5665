// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/adamw.h"

#include <cmath>

namespace core {

template <typename S>
AdamW<S>::AdamW(std::shared_ptr<const ParameterLayout> layout, const AdamWOptions& options)
    : m_options(options)
    , m_first(layout)
    , m_second(std::move(layout))
{}

template <typename S>
void AdamW<S>::step(Parameters<S>& parameters, const Parameters<S>& gradients, double learningRate,
                    double gradientFactor, ThreadPool& pool)
{
    ++m_steps;
    const double correction1 = 1.0 - std::pow(m_options.beta1, static_cast<double>(m_steps));
    const double correction2 = 1.0 - std::pow(m_options.beta2, static_cast<double>(m_steps));
    const S beta1 = static_cast<S>(m_options.beta1);
    const S beta2 = static_cast<S>(m_options.beta2);
    const S rate = static_cast<S>(learningRate / correction1);
    const S rootCorrection2 = static_cast<S>(1.0 / std::sqrt(correction2));
    const S epsilon = static_cast<S>(m_options.epsilon);
    const S factor = static_cast<S>(gradientFactor);
    const ParameterLayout& layout = parameters.layout();
    pool.forEach(static_cast<int>(layout.tensors().size()), [&](int i) {
        const TensorSpec& spec = layout.tensors()[static_cast<std::size_t>(i)];
        const Index offset = layout.offset(static_cast<std::size_t>(i));
        using Array = Eigen::Map<Eigen::Array<S, Eigen::Dynamic, 1>>;
        using ConstArray = Eigen::Map<const Eigen::Array<S, Eigen::Dynamic, 1>>;
        Array weights(parameters.values().data() + offset, spec.size());
        Array first(m_first.values().data() + offset, spec.size());
        Array second(m_second.values().data() + offset, spec.size());
        const ConstArray gradient(gradients.values().data() + offset, spec.size());
        const S keep = spec.decays ? static_cast<S>(1.0 - learningRate * m_options.weightDecay) : S(1);
        first = beta1 * first + (S(1) - beta1) * factor * gradient;
        second = beta2 * second + (S(1) - beta2) * (factor * gradient).square();
        weights = keep * weights - rate * first / (second.sqrt() * rootCorrection2 + epsilon);
    });
}

template <typename S>
double normOf(const Parameters<S>& gradients, ThreadPool& pool)
{
    constexpr std::size_t piece = 1 << 15;
    const std::span<const S> values = gradients.values();
    std::vector<double> sums((values.size() + piece - 1) / piece);
    pool.forEach(static_cast<int>(sums.size()), [&](int i) {
        const std::size_t first = static_cast<std::size_t>(i) * piece;
        const std::size_t count = std::min(piece, values.size() - first);
        sums[static_cast<std::size_t>(i)] = static_cast<double>(
            Eigen::Map<const Eigen::Array<S, Eigen::Dynamic, 1>>(values.data() + first, static_cast<Index>(count))
                .square()
                .sum());
    });
    double total = 0.0;
    for (const double sum : sums)
        total += sum;
    return std::sqrt(total);
}

template class AdamW<float>;
template class AdamW<double>;
template double normOf<float>(const Parameters<float>&, ThreadPool&);
template double normOf<double>(const Parameters<double>&, ThreadPool&);

} // namespace core
