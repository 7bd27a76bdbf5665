// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/growing_map.h"

#include "core/eval/attention_row.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace core {
namespace {

constexpr float kMasked = std::numeric_limits<float>::quiet_NaN();

Matrix<float> masked(Index side) { return Matrix<float>::Constant(side, side, kMasked); }

} // namespace

GrowingMap::GrowingMap(int layer, int head)
    : m_map{{layer, head, Stage::Weights, {0, kFirstSide, 0, kFirstSide}, kFirstSide, kFirstSide, Reduction::Peak},
            masked(kFirstSide),
            {}}
{}

void GrowingMap::grow(const Trace<float>& trace, Index length, const Cancel& cancel)
{
    while (side() < length)
        widen();
    const Index cells = cellsPerPixel();
    for (; m_rows < length; ++m_rows) {
        throwIfCancelled(cancel);
        const AttentionRow row = attentionRow(trace, m_map.request.layer, m_map.request.head, m_rows);
        for (Index key = 0; key <= m_rows; ++key) {
            float& pixel = m_map.values(m_rows / cells, key / cells);
            pixel = std::fmax(pixel, static_cast<float>(row.weights[static_cast<std::size_t>(key)])); // NaN is none
        }
    }
}

void GrowingMap::cut(Index length)
{
    if (length >= m_rows)
        return;
    const Index first = length / cellsPerPixel();
    m_map.values.bottomRows(m_map.values.rows() - first).setConstant(kMasked);
    m_rows = first * cellsPerPixel(); // a pixel of several rows is made again
}

// More pixels as long as there may be, then more cells for each.
void GrowingMap::widen()
{
    const Index pixels = m_map.values.rows();
    Matrix<float> wider;
    if (pixels < kMostPixels) {
        wider = masked(2 * pixels);
        wider.topLeftCorner(pixels, pixels) = m_map.values;
    } else {
        wider = masked(pixels);
        for (Index row = 0; row < pixels; ++row)
            for (Index col = 0; col < pixels; ++col) {
                float& pixel = wider(row / 2, col / 2);
                pixel = std::fmax(pixel, m_map.values(row, col));
            }
    }
    const Index wide = 2 * side();
    m_map.values = std::move(wider);
    m_map.request.region = {0, wide, 0, wide};
    m_map.request.rows = m_map.request.cols = m_map.values.rows();
}

} // namespace core
