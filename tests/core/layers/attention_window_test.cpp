// SPDX-License-Identifier: GPL-3.0-or-later
// Attention through a window, forward and backward, against plain loops over all cells.
#include "core/layers/attention.h"

#include "core/base/random.h"
#include "core/position/switches.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using namespace core;

struct Shape
{
    Index length, width, window, sinks;
};

// Everything dense, in double.
struct WindowedReference
{
    Matrix<double> weights, out, dQuery, dKey, dValue;
};

template <typename S>
class Windowed
{
public:
    explicit Windowed(const Shape& shape)
        : m_shape(shape)
        , m_encoding(makeEncoding<S>("alibi", {static_cast<int>(3 * shape.width), 3, static_cast<int>(shape.width), 64},
                                     {{"attention_window", shape.window}, {"attention_sinks", shape.sinks}}))
    {
        Random random(static_cast<std::uint64_t>(shape.length * 31 + shape.window));
        for (Matrix<S>* m : {&query, &key, &value, &dOut}) {
            m->resize(shape.length, shape.width);
            for (Index i = 0; i < m->size(); ++i)
                m->data()[i] = static_cast<S>(random.normal());
        }
        out.resize(shape.length, shape.width);
        rowMax.resize(shape.length, 1);
        rowLogSum.resize(shape.length, 1);
    }

    HeadInput<S> head() const { return {query.data(), key.data(), value.data(), m_shape.width, m_shape.width}; }
    HeadBias<S> bias() const { return {m_encoding.get(), {}, kHead}; }

    void forward(Index first, Index rows)
    {
        attentionForward<S>(head(), bias(), first, rows, out.data() + first * m_shape.width, m_shape.width,
                            rowMax.data() + first, rowLogSum.data() + first, 1);
    }

    WindowedReference reference() const
    {
        const double scale = 1.0 / std::sqrt(static_cast<double>(m_shape.width));
        const Matrix<double> q = query.template cast<double>();
        const Matrix<double> k = key.template cast<double>();
        const Matrix<double> v = value.template cast<double>();
        const Matrix<double> d = dOut.template cast<double>();
        WindowedReference r;
        r.weights = Matrix<double>::Zero(m_shape.length, m_shape.length);
        for (Index i = 0; i < m_shape.length; ++i) {
            for (Index j = 0; j <= i; ++j)
                if (i - j < m_shape.window || j < m_shape.sinks)
                    r.weights(i, j) = std::exp(q.row(i).dot(k.row(j)) * scale - kSlope * static_cast<double>(i - j));
            r.weights.row(i) /= r.weights.row(i).sum();
        }
        r.out = r.weights * v;
        r.dValue = r.weights.transpose() * d;
        const Matrix<double> dWeights = d * v.transpose();
        const Eigen::VectorXd means = (r.weights.array() * dWeights.array()).rowwise().sum();
        const Matrix<double> dScores = (r.weights.array() * (dWeights.colwise() - means).array()).matrix() * scale;
        r.dQuery = dScores * k;
        r.dKey = dScores.transpose() * q;
        return r;
    }

    Matrix<S> query, key, value, dOut, out, rowMax, rowLogSum;

private:
    static constexpr int kHead = 2;        // of three
    static constexpr double kSlope = 0.25; // the official one
    Shape m_shape;
    std::shared_ptr<const PositionEncoding<S>> m_encoding;
};

constexpr std::array kShapes{
    Shape{1, 4, 1, 0},     Shape{65, 8, 1, 0},    Shape{64, 5, 64, 0},   Shape{130, 16, 63, 1}, Shape{200, 8, 65, 64},
    Shape{300, 16, 30, 5}, Shape{333, 7, 17, 70}, Shape{420, 8, 100, 0}, Shape{257, 8, 400, 3}, Shape{400, 4, 2, 399},
    Shape{513, 8, 64, 4},  Shape{700, 8, 1000, 0}}; // the last: far tiles whose weights are all 0

TEST(AttentionWindow, ForwardIsTheSoftmaxOverTheVisibleKeys)
{
    for (const Shape& shape : kShapes) {
        SCOPED_TRACE(fmt::format("{} tokens, window {} + {}", shape.length, shape.window, shape.sinks));
        Windowed<float> windowed(shape);
        for (Index first = 0; first < shape.length; first += 37) // chunks that are no tiles
            windowed.forward(first, std::min<Index>(37, shape.length - first));
        const WindowedReference reference = windowed.reference();
        EXPECT_LT((windowed.out.cast<double>() - reference.out).cwiseAbs().maxCoeff(), 1e-5);
        for (Index i = 0; i < shape.length; ++i) // exp(score - log sum) must be the row's weights
            EXPECT_GE(windowed.rowLogSum(i), windowed.rowMax(i));
    }
}

TEST(AttentionWindow, BackwardReachesTheVisibleKeysOnly)
{
    for (const Shape& shape : kShapes) {
        SCOPED_TRACE(fmt::format("{} tokens, window {} + {}", shape.length, shape.window, shape.sinks));
        Windowed<double> windowed(shape);
        windowed.forward(0, shape.length);
        Matrix<double> dQuery = Matrix<double>::Zero(shape.length, shape.width);
        Matrix<double> dKey = dQuery;
        Matrix<double> dValue = dQuery;
        attentionBackward<double>(windowed.head(), windowed.bias(), shape.length, windowed.out.data(),
                                  windowed.dOut.data(), shape.width, windowed.rowLogSum.data(), 1,
                                  {dQuery.data(), dKey.data(), dValue.data(), shape.width}, {});
        const WindowedReference reference = windowed.reference();
        EXPECT_LT((dQuery - reference.dQuery).cwiseAbs().maxCoeff(), 1e-12);
        EXPECT_LT((dKey - reference.dKey).cwiseAbs().maxCoeff(), 1e-12);
        EXPECT_LT((dValue - reference.dValue).cwiseAbs().maxCoeff(), 1e-12);
    }
}

// A key whose value is not a number spoils every row that gives it any weight, be it ever so small.
TEST(AttentionWindow, TilesThatAreHiddenAreNotRead)
{
    Windowed<float> windowed({640, 8, 64, 0});
    windowed.value.row(10).setConstant(std::numeric_limits<float>::quiet_NaN());
    windowed.forward(0, 640);
    EXPECT_TRUE(windowed.out.row(73).array().isNaN().any());
    EXPECT_FALSE(windowed.out.bottomRows(640 - 192).array().isNaN().any());
}

TEST(AttentionWindow, CountsWhatItLeavesVisible)
{
    for (const AttentionWindow window : {AttentionWindow{}, AttentionWindow{1, 0}, AttentionWindow{5, 0},
                                         AttentionWindow{5, 3}, AttentionWindow{3, 20}, AttentionWindow{40, 2}})
        for (Index query = 0; query < 24; ++query)
            for (Index first = 0; first < 24; ++first)
                for (Index end = first + 1; end <= 24; ++end) {
                    Index expected = 0;
                    for (Index key = first; key < end; ++key)
                        expected += window.sees(query, key) ? 1 : 0;
                    ASSERT_EQ(window.visible(query, first, end), expected) << query << ' ' << first << ' ' << end;
                    ASSERT_EQ(window.anyVisible(query, query + 1, first, end), expected > 0);
                    const Index next = window.nextVisible(first, 4, query);
                    ASSERT_GE(next, first);
                    for (Index key = first; key < next; ++key) // for all later queries too
                        ASSERT_FALSE(window.sees(query, key) || window.sees(query + 7, key));
                }
}

} // namespace
