// SPDX-License-Identifier: GPL-3.0-or-later
// Sinusoidal position embeddings, added once below the first layer. Two layouts:
//   interleaved   Vaswani et al. 2017 (arXiv 1706.03762), section 3.5: (p, 2i) = sin(p / 10000^(2i/width)), (p, 2i+1) =
//   cos concatenated  tensor2tensor and fairseq, which the ALiBi paper's baseline used: [sin … | cos …] with
//                 frequencies exp(-ln(10000) i / (width/2 - 1))
#include "core/base/error.h"
#include "core/position/options.h"
#include "core/position/position_encoding.h"

#include <cmath>
#include <memory>
#include <string>

namespace core {
namespace {

template <typename S>
class Sinusoidal final : public PositionEncoding<S>
{
public:
    Sinusoidal(int width, bool interleaved)
        : m_interleaved(interleaved)
        , m_frequencies(width / 2)
    {
        const double steps = interleaved ? width / 2.0 : std::max(1.0, width / 2.0 - 1.0);
        for (Index i = 0; i < m_frequencies.size(); ++i)
            m_frequencies[i] = std::pow(10000.0, -static_cast<double>(i) / steps);
    }

    bool addsToEmbedding() const override { return true; }
    void addToEmbedding(MatrixView<S> x, Index firstPosition, typename PositionEncoding<S>::Own) const override
    {
        const Index half = m_frequencies.size();
        for (Index r = 0; r < x.rows(); ++r) {
            for (Index i = 0; i < half; ++i) {
                const double angle = static_cast<double>(firstPosition + r) * m_frequencies[i];
                x(r, m_interleaved ? 2 * i : i) += static_cast<S>(std::sin(angle));
                x(r, m_interleaved ? 2 * i + 1 : half + i) += static_cast<S>(std::cos(angle));
            }
        }
    }

    Json options() const override { return {{"sinusoidal_layout", m_interleaved ? "interleaved" : "concatenated"}}; }

private:
    bool m_interleaved;
    Eigen::ArrayXd m_frequencies;
};

} // namespace

std::span<const Option> sinusoidalOptions()
{
    static const std::vector<Option> options{
        {.key = "sinusoidal_layout",
         .kind = OptionKind::Word,
         .label = "Layout",
         .about = "Where sines and cosines stand: interleaved as in Vaswani et al. 2017 (arXiv 1706.03762, section "
                  "3.5), or concatenated as in tensor2tensor and fairseq, the ALiBi paper's baseline.",
         .standard = "interleaved",
         .choices = {{"interleaved", "interleaved"}, {"concatenated", "concatenated"}}},
    };
    return options;
}

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeSinusoidal(const EncodingContext& context, const Json& options)
{
    const Json layout = checkedOption(sinusoidalOptions()[0], options, context);
    if (context.width % 2 != 0)
        throw error("Sinusoidal encoding needs an even \"hidden_size\", not {}.", context.width);
    return std::make_shared<Sinusoidal<S>>(context.width, layout == "interleaved");
}

template std::shared_ptr<const PositionEncoding<float>> makeSinusoidal<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeSinusoidal<double>(const EncodingContext&, const Json&);

} // namespace core
