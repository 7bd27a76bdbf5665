// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/generate.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace core {
namespace {

int sample(const Matrix<float>& logits, const GenerateOptions& options, Random& random)
{
    std::vector<int> order(static_cast<std::size_t>(logits.cols()));
    std::iota(order.begin(), order.end(), 0);
    const auto likelier = [&](int a, int b) {
        return logits(0, a) != logits(0, b) ? logits(0, a) > logits(0, b) : a < b;
    };
    if (options.temperature == 0.0)
        return *std::min_element(order.begin(), order.end(), likelier);
    const std::size_t kept =
        options.topK > 0 ? std::min(order.size(), static_cast<std::size_t>(options.topK)) : order.size();
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(), likelier);
    std::vector<double> sums(kept);
    double total = 0.0;
    for (std::size_t i = 0; i < kept; ++i)
        sums[i] = total +=
            std::exp(static_cast<double>(logits(0, order[i]) - logits(0, order[0])) / options.temperature);
    const auto chosen = std::upper_bound(sums.begin(), sums.end(), random.uniform() * total);
    return order[std::min(kept - 1, static_cast<std::size_t>(chosen - sums.begin()))];
}

} // namespace

void generate(const Transformer<float>& model, std::span<const int> prompt, const GenerateOptions& options,
              ThreadPool& pool, const std::function<void(int)>& onToken)
{
    if (!(options.temperature >= 0.0 && options.temperature <= 100.0))
        throw error("The temperature must be between 0 and 100, not {}.", options.temperature);
    if (options.tokens < 0 || options.topK < 0)
        throw error("The number of tokens and top-k must not be negative.");
    Random random(options.seed);
    std::vector<int> tokens(prompt.begin(), prompt.end());
    std::shared_ptr<const Trace<float>> trace = forward(model, tokens, pool, {-1, options.cancel, 0, options.tokens});
    for (int i = 0; i < options.tokens; ++i) {
        tokens.push_back(sample(trace->logits(trace->length() - 1, 1), options, random));
        onToken(tokens.back());
        if (i + 1 < options.tokens)
            trace = forward(model, tokens, pool, {-1, options.cancel}, trace.get());
    }
}

} // namespace core
