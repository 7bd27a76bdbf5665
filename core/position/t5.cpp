// SPDX-License-Identifier: GPL-3.0-or-later
// T5's relative bias, Raffel et al. 2020 (arXiv 1910.10683), section 2.1, in the form of its causal decoder: every head
// learns one number per bucket of distances d, added to the scaled score; all layers share the table. Half of the
// buckets hold the distances 0, 1, … one by one, the other half wider and wider ranges up to maxDistance:
//     bucket(d) = d < B/2 ? d : min(B - 1, B/2 + floor(ln(d / (B/2)) / ln(maxDistance / (B/2)) * (B - B/2)))
// (Hugging Face's modeling_t5, _relative_position_bucket.)
// Learned: position.bias (buckets, heads).
#include "core/position/by_distance.h"
#include "core/position/options.h"
#include "core/position/position_encoding.h"

#include <cmath>
#include <memory>

namespace core {
namespace {

// Buckets of the distances 0 … maxDistance; all longer ones share the last.
std::vector<int> bucketsByDistance(int buckets, int maxDistance)
{
    const int exact = buckets / 2;
    std::vector<int> table;
    for (int d = 0; d <= maxDistance; ++d) {
        const double scaled = d < exact ? 0.0
                                        : std::log(static_cast<double>(d) / exact) /
                                              std::log(static_cast<double>(maxDistance) / exact) * (buckets - exact);
        table.push_back(d < exact ? d : std::min(buckets - 1, exact + static_cast<int>(scaled)));
    }
    return table;
}

template <typename S>
class T5 final : public PositionEncoding<S>
{
    using typename PositionEncoding<S>::Own;
    using typename PositionEncoding<S>::Gradients;

public:
    T5(int heads, int buckets, int maxDistance)
        : m_heads(heads)
        , m_buckets(buckets)
        , m_bucketOf(bucketsByDistance(buckets, maxDistance))
    {}

    std::vector<TensorSpec> tensors() const override { return {{"position.bias", {m_buckets, m_heads}, 0.02}}; }

    bool biases() const override { return true; }
    void addBias(MatrixView<S> scores, Index firstQuery, Index firstKey, int head, Own own) const override
    {
        addByDistance<S>(scores, firstQuery, firstKey, [&](Index first, auto& values) {
            for (Index n = 0; n < values.size(); ++n)
                values[n] = own[0](bucketOf(first + n), head);
        });
    }
    void addBiasBackward(ConstMatrixView<S> dScores, Index firstQuery, Index firstKey, int head, Own,
                         Gradients gradients) const override
    {
        visitSumsByDistance<S>(dScores, firstQuery, firstKey,
                               [&](Index distance, S sum) { gradients[0](bucketOf(distance), head) += sum; });
    }

    Json options() const override
    {
        return {{"t5_num_buckets", m_buckets}, {"t5_max_distance", m_bucketOf.size() - 1}};
    }

private:
    Index bucketOf(Index distance) const
    {
        return m_bucketOf[std::min(static_cast<std::size_t>(distance), m_bucketOf.size() - 1)];
    }

    int m_heads;
    int m_buckets;
    std::vector<int> m_bucketOf;
};

} // namespace

std::span<const Option> t5Options()
{
    static const std::vector<Option> options{
        {.key = "t5_num_buckets",
         .kind = OptionKind::Whole,
         .label = "Buckets",
         .about = "How many ranges of distances have a learned number of their own (Raffel et al. 2020, arXiv "
                  "1910.10683, section 2.1).",
         .smallest = 2,
         .largest = 1024,
         .standard = 32},
        {.key = "t5_max_distance",
         .kind = OptionKind::Whole,
         .label = "Longest distance",
         .about = "All distances from about here on share the last number; it is more than half of t5_num_buckets.",
         .smallest = 2,
         .largest = 1 << 16,
         .standardText = "128, or t5_num_buckets where that is more"},
    };
    return options;
}

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeT5(const EncodingContext& context, const Json& options)
{
    const int buckets = checkedOption(t5Options()[0], options, context).template get<int>();
    Option distance = t5Options()[1];
    const int exact = buckets / 2;
    distance.smallest = exact + 1;
    distance.standard = std::max(128, buckets);
    return std::make_shared<T5<S>>(context.heads, buckets,
                                   checkedOption(distance, options, context).template get<int>());
}

template std::shared_ptr<const PositionEncoding<float>> makeT5<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeT5<double>(const EncodingContext&, const Json&);

} // namespace core
