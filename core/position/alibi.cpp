// SPDX-License-Identifier: GPL-3.0-or-later
// Attention with linear biases, Press, Smith & Lewis 2022 (arXiv 2108.12409), section 3 and footnote 10:
//     score(i, j) = q_i · k_j / sqrt(headWidth) - slope(head) * (i - j)
// in distance form (0 on the diagonal), which stays exact in float at any length.
#include "core/position/alibi.h"

#include "core/base/error.h"
#include "core/position/position_encoding.h"

#include <bit>
#include <cmath>
#include <memory>

namespace core {

std::vector<double> officialSlopes(int heads)
{
    if (heads < 1)
        throw std::invalid_argument("slopes need at least one head");
    const int power = static_cast<int>(std::bit_floor(static_cast<unsigned>(heads)));
    std::vector<double> slopes;
    for (int h = 1; h <= power; ++h)
        slopes.push_back(std::exp2(-8.0 * h / power));
    for (int h = 1; static_cast<int>(slopes.size()) < heads; h += 2)
        slopes.push_back(std::exp2(-4.0 * h / power));
    return slopes;
}

namespace {

std::vector<double> readSlopes(const Json& options, int heads)
{
    const auto found = options.find("alibi_slopes");
    if (found == options.end())
        return officialSlopes(heads);
    if (!found->is_array() || found->size() != static_cast<std::size_t>(heads))
        throw error("\"alibi_slopes\" must be a list of {} numbers, one per head.", heads);
    std::vector<double> slopes;
    for (const Json& item : *found) {
        if (!item.is_number() || !std::isfinite(item.get<double>()) || std::abs(item.get<double>()) > 1e6)
            throw error("\"alibi_slopes\"[{}] must be a number between -1e6 and 1e6.", slopes.size());
        slopes.push_back(item.get<double>());
    }
    return slopes;
}

template <typename S>
class Alibi final : public PositionEncoding<S>
{
public:
    explicit Alibi(std::vector<double> slopes)
        : m_slopes(std::move(slopes))
    {}

    bool biases() const override { return true; }

    void addBias(MatrixView<S> scores, Index firstQuery, Index firstKey, int head,
                 typename PositionEncoding<S>::Own) const override
    {
        const S slope = static_cast<S>(m_slopes[static_cast<std::size_t>(head)]);
        for (Index k = 0; k < scores.rows(); ++k) {
            S* row = &scores(k, 0);
            const S distance = static_cast<S>(firstQuery - firstKey - k); // of the tile's first query
            for (Index q = 0; q < scores.cols(); ++q)
                row[q] -= slope * (distance + static_cast<S>(static_cast<int>(q)));
        }
    }

    Json options() const override { return {{"alibi_slopes", m_slopes}}; }

private:
    std::vector<double> m_slopes;
};

} // namespace

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeAlibi(const EncodingContext& context, const Json& options)
{
    return std::make_shared<Alibi<S>>(readSlopes(options, context.heads));
}

template std::shared_ptr<const PositionEncoding<float>> makeAlibi<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeAlibi<double>(const EncodingContext&, const Json&);

} // namespace core
