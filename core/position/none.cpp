// SPDX-License-Identifier: GPL-3.0-or-later
// No position encoding ("NoPE", Kazemnejad et al. 2023, arXiv 2305.19466): the causal mask is all there is.
#include "core/position/position_encoding.h"

#include <memory>

namespace core {

template <typename S>
std::shared_ptr<const PositionEncoding<S>> makeNone(const EncodingContext&, const Json&)
{
    return std::make_shared<PositionEncoding<S>>();
}

template std::shared_ptr<const PositionEncoding<float>> makeNone<float>(const EncodingContext&, const Json&);
template std::shared_ptr<const PositionEncoding<double>> makeNone<double>(const EncodingContext&, const Json&);

} // namespace core
