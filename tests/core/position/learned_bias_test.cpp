// SPDX-License-Identifier: GPL-3.0-or-later
// The encodings whose numbers can be read off a tile: T5, KERPLE, Sandwich, FIRE; and the learned table.
#include "core/model/trace.h"
#include "core/position/registry.h"
#include "tests/core/golden.h"
#include "tests/core/random_model.h"

namespace {

using namespace core;

constexpr EncodingContext kEightHeads{64, 8, 8, 64};

// The bias of one query and one key.
double biasOf(const PositionEncoding<double>& encoding, const std::vector<Matrix<double>>& own, Index query, Index key,
              int head)
{
    std::vector<ConstMatrixView<double>> views;
    for (const Matrix<double>& tensor : own)
        views.push_back(view(tensor));
    Matrix<double> tile = Matrix<double>::Zero(1, 1);
    encoding.addBias(view(tile), query, key, head, views);
    return tile(0, 0);
}

// Hugging Face's modeling_t5, causal.
TEST(T5, BucketsAsPublished)
{
    const Json golden = goldenJson(std::filesystem::path(GOLDEN_DIR) / "position.json");
    for (const Json& sample : golden["t5_buckets"]) {
        const auto buckets = sample["num_buckets"].get<int>();
        const Json options{{"t5_num_buckets", buckets}, {"t5_max_distance", sample["max_distance"]}};
        const auto t5 = encodingById<double>("t5").make(kEightHeads, options);
        Matrix<double> table(buckets, 8);
        for (Index b = 0; b < buckets; ++b)
            table.row(b).setConstant(static_cast<double>(b));
        for (std::size_t d = 0; d < sample["buckets"].size(); ++d)
            EXPECT_EQ(biasOf(*t5, {table}, static_cast<Index>(d) + 5, 5, 3), sample["buckets"][d].get<double>()) << d;
    }
    const std::vector<Index> firstDistances{16, 19, 21, 24, 27, 31, 35, 40, 46, 52, 59, 67, 77, 87, 99, 113};
    Matrix<double> table(32, 8);
    for (Index b = 0; b < 32; ++b)
        table.row(b).setConstant(static_cast<double>(b));
    const auto t5 = encodingById<double>("t5").make(kEightHeads, Json::object());
    for (std::size_t i = 0; i < firstDistances.size(); ++i) {
        EXPECT_EQ(biasOf(*t5, {table}, firstDistances[i], 0, 0), 16.0 + static_cast<double>(i));
        EXPECT_EQ(biasOf(*t5, {table}, firstDistances[i] - 1, 0, 0), 15.0 + static_cast<double>(i));
    }
    EXPECT_EQ(biasOf(*t5, {table}, 1'000'000, 0, 0), 31.0);
}

// The formula of arXiv 2205.09921 at p = a = 1, and the clamp at 0.01 of chijames/KERPLE.
TEST(Kerple, LogarithmOfTheDistance)
{
    const auto kerple = encodingById<double>("kerple").make(kEightHeads, Json::object());
    const Matrix<double> ones = Matrix<double>::Ones(1, 8);
    for (const auto& [distance, bias] : {std::pair<Index, double>{0, 0.0},
                                         {1, -0.6931471805599453},
                                         {2, -1.0986122886681098},
                                         {10, -2.3978952727983707},
                                         {100, -4.61512051684126},
                                         {1000, -6.90875477931522}})
        EXPECT_NEAR(biasOf(*kerple, {ones, ones}, distance + 3, 3, 7), bias, 1e-12);
    const Matrix<double> negative = -ones;
    EXPECT_NEAR(biasOf(*kerple, {negative, ones}, 10, 0, 0), -0.01 * std::log(11.0), 1e-14);
    EXPECT_NEAR(biasOf(*kerple, {ones, negative}, 10, 0, 0), -std::log(1.1), 1e-14);
}

// NVIDIA NeMo's formula in NumPy for D = 64 and 8 heads; the last head's is an eighth of the first's.
TEST(Sandwich, NumbersOfNemo)
{
    const auto sandwich = encodingById<double>("sandwich").make(kEightHeads, Json::object());
    for (const auto& [distance, bias] : {std::pair<Index, double>{0, 0.0},
                                         {1, -0.6234706492491178},
                                         {2, -2.2799911793231686},
                                         {4, -6.411994899622059},
                                         {16, -10.669521541591173},
                                         {64, -17.485788451518545},
                                         {256, -19.64266875104844},
                                         {1024, -23.578992208781287},
                                         {4096, -31.77479628667559}}) {
        EXPECT_NEAR(biasOf(*sandwich, {}, distance + 9, 9, 0), bias, 1e-11) << distance;
        EXPECT_NEAR(biasOf(*sandwich, {}, distance, 0, 7), bias / 8, 1e-11) << distance;
    }
}

// One hidden unit that hands x through shows the network's input; c = 0.1 and L = 512 as in the authors' code.
TEST(Fire, InputIsAShareOfTheQuerysPosition)
{
    const Json options{{"fire_width", 1}, {"fire_threshold", 512}};
    const auto fire = encodingById<double>("fire").make(kEightHeads, options);
    const Matrix<double> one = Matrix<double>::Ones(1, 1);
    const Matrix<double> zero = Matrix<double>::Zero(1, 1);
    const std::vector<Matrix<double>> own{one,       zero, Matrix<double>::Ones(8, 1), Matrix<double>::Zero(1, 8),
                                          0.1 * one, one};
    struct Sample
    {
        Index query, key;
        double input;
    };
    for (const auto& [query, key, input] :
         {Sample{0, 0, 0.0}, Sample{10, 0, 0.17525475289099296}, Sample{511, 0, 0.9995149164027127},
          Sample{511, 510, 0.024098146076435647}, Sample{1023, 0, 0.9999997843730107},
          Sample{1023, 511, 0.8528225303743443}, Sample{4095, 0, 0.9999998338146319},
          Sample{4095, 4094, 0.015839157315655654}})
        EXPECT_NEAR(biasOf(*fire, own, query, key, 5), input, 1e-13) << query << ", " << key;
}

// Units that are on throughout, off throughout, and bent either way must add up to the plain network.
TEST(Fire, AnyNetworkIsEvaluatedExactly)
{
    const auto fire = encodingById<double>("fire").make(kEightHeads, {{"fire_width", 6}, {"fire_threshold", 8}});
    Matrix<double> weight(6, 1);
    weight << 1.0, -1.0, -0.5, 2.0, -3.0, 0.0;
    Matrix<double> bias(1, 6);
    bias << 0.5, -0.1, 2.0, -0.8, 1.0, 0.7;
    Matrix<double> out(8, 6);
    for (Index h = 0; h < 8; ++h)
        out.row(h) << 1.0, 10.0, -2.0, 0.3, 0.7 * static_cast<double>(h), -1.0;
    const Matrix<double> outBias = Matrix<double>::Constant(1, 8, 0.25);
    const Matrix<double> c = Matrix<double>::Constant(1, 1, -0.3);
    const Matrix<double> multiplier = Matrix<double>::Constant(1, 1, -1.5);
    for (const Index query : {0, 5, 11, 12, 40})
        for (Index key = 0; key <= query; ++key) {
            const double x = std::log1p(0.3 * static_cast<double>(query - key)) /
                             (std::log1p(0.3 * std::max(12.0, static_cast<double>(query))) + 1e-6);
            const Eigen::VectorXd hidden = (weight * x + bias.transpose()).cwiseMax(0.0);
            EXPECT_NEAR(biasOf(*fire, {weight, bias, out, outBias, c, multiplier}, query, key, 3),
                        out.row(3).dot(hidden) + 0.25, 1e-13);
        }
}

TEST(Learned, RefusesTextsLongerThanItsTable)
{
    const Transformer<float> model = randomModel("learned");
    ThreadPool pool(1);
    EXPECT_EQ(forward(model, randomTokens(16), pool)->length(), 16);
    try {
        forward(model, randomTokens(17), pool);
        FAIL();
    } catch (const Error& problem) {
        EXPECT_EQ(std::string(problem.what()), "The \"learned\" encoding takes at most 16 tokens, not 17.");
    }
}

} // namespace
