// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace core {

// Says when a training run is beyond hope, from the losses of its steps (mean nats per token of a batch). It looks at
// their exponential mean, in which a step counts a twentieth, so that one hard batch means nothing, and calls a run
// diverged
//   - when that mean lies more than 1 nat above the first step's loss: the model knows less than it did untrained; or
//   - when it has lain more than 1 nat above its lowest for 200 steps: what was learned is lost and does not come back.
class DivergenceWatch
{
public:
    void add(double loss);

    bool diverged() const;
    // Whether the mean is about as low as it has ever been: a state that is worth keeping.
    bool isNearLowest() const;

    double first() const { return m_first; }
    double mean() const { return m_weight > 0.0 ? m_sum / m_weight : 0.0; }
    double lowest() const { return m_lowest; }

private:
    double m_first = 0.0;
    double m_sum = 0.0; // of losses, each with its weight
    double m_weight = 0.0;
    double m_lowest = 0.0; // of the mean
    int m_high = 0;        // steps since the mean was last near enough to its lowest
};

} // namespace core
