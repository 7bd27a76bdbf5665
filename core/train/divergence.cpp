// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/divergence.h"

#include <algorithm>

namespace core {
namespace {

constexpr double kShare = 0.05; // of the newest loss in the mean
constexpr double kLost = 1.0;   // nats
constexpr double kNear = 0.25;  // nats
constexpr int kPatience = 200;  // steps

} // namespace

void DivergenceWatch::add(double loss)
{
    const bool isFirst = m_weight == 0.0;
    m_sum = (1.0 - kShare) * m_sum + kShare * loss;
    m_weight = (1.0 - kShare) * m_weight + kShare;
    if (isFirst)
        m_first = m_lowest = loss;
    m_lowest = std::min(m_lowest, mean());
    m_high = mean() > m_lowest + kLost ? m_high + 1 : 0;
}

bool DivergenceWatch::diverged() const { return mean() > m_first + kLost || m_high >= kPatience; }

bool DivergenceWatch::isNearLowest() const { return mean() <= m_lowest + kNear; }

} // namespace core
