// SPDX-License-Identifier: GPL-3.0-or-later
// Learned absolute position embeddings (Gehring et al. 2017, arXiv 1705.03122; GPT-2): row p of a table is added to the
// embedding of the token at position p, once, below the first layer. There is no row past the training length, so there
// is no longer input.
// Learned: position.weight (trainingLength, width).
#include "core/position/position_encoding.h"

#include <memory>

namespace core {
namespace {

template <typename S>
class Learned final : public PositionEncoding<S>
{
    using typename PositionEncoding<S>::Own;
    using typename PositionEncoding<S>::Gradients;

public:
    explicit Learned(const EncodingContext& context)
        : m_context(context)
    {}

    std::vector<TensorSpec> tensors() const override
    {
        return {{"position.weight", {m_context.trainingLength, m_context.width}, 0.02, 0.0, true}};
    }

    bool addsToEmbedding() const override { return true; }
    void addToEmbedding(MatrixView<S> x, Index firstPosition, Own own) const override
    {
        x += own[0].middleRows(firstPosition, x.rows());
    }
    void addToEmbeddingBackward(ConstMatrixView<S> dx, Index firstPosition, Gradients gradients) const override
    {
        gradients[0].middleRows(firstPosition, dx.rows()) += dx;
    }

    Index longestInput() const override { return m_context.trainingLength; }

private:
    EncodingContext m_context;
};

} // namespace

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeLearned(const EncodingContext& context, const Json&)
{
    return std::make_shared<Learned<S>>(context);
}

template std::shared_ptr<const PositionEncoding<float>> makeLearned<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeLearned<double>(const EncodingContext&, const Json&);

} // namespace core
