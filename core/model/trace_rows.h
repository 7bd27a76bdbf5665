// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/large_buffer.h"
#include "core/model/config.h"

#include <atomic>

namespace core {

// The rows of a Trace, one per token, with room for more: a trace that goes on from another one writes its new rows
// behind the old ones, so that neither a longer text nor a generated token copies what is there. A row never changes
// once its trace is made; rows past a trace's length belong to whoever has claimed them.
template <typename S>
class TraceRows
{
public:
    TraceRows(const ModelConfig& config, Index capacity)
        : m_capacity(capacity)
        , m_width(config.width)
        , m_heads(config.heads)
        , m_layers(config.layers)
        , m_numbers(static_cast<std::size_t>(capacity * numbersPerRow(config)))
    {}

    static Index numbersPerRow(const ModelConfig& config)
    {
        return config.layers * (3 * config.width + 2 * Index{config.heads}) + 2 * config.width;
    }

    Index capacity() const { return m_capacity; }
    MatrixView<S> projected(int layer) { return view(layer * layerNumbers(), 3 * m_width); } // queries | keys | values
    MatrixView<S> rowMax(int layer) { return view(layer * layerNumbers() + 3 * m_width, m_heads); }
    MatrixView<S> rowLogSum(int layer) { return view(layer * layerNumbers() + 3 * m_width + m_heads, m_heads); }
    MatrixView<S> final() { return view(m_layers * layerNumbers(), m_width); } // after the last norm
    // What the first layer's heads read, for a trace of the same model with other encoding options.
    MatrixView<S> firstAttended() { return view(m_layers * layerNumbers() + m_width, m_width); }

    // Takes the rows [from, to) when there is room and nobody has taken them; giveBack() undoes it.
    bool claim(Index from, Index to) { return to <= m_capacity && m_claimed.compare_exchange_strong(from, to); }
    void giveBack(Index from, Index to) { m_claimed.compare_exchange_strong(to, from); }

private:
    Index layerNumbers() const { return 3 * m_width + 2 * m_heads; } // per row
    MatrixView<S> view(Index numbersBefore, Index columns)
    {
        return {m_numbers.data() + numbersBefore * m_capacity, m_capacity, columns, Eigen::OuterStride<>(columns)};
    }

    Index m_capacity, m_width, m_heads, m_layers;
    LargeBuffer<S> m_numbers;
    std::atomic<Index> m_claimed = 0;
};

} // namespace core
