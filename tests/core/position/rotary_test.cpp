// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/position/registry.h"
#include "tests/core/golden.h"

#include <numbers>

namespace {

using namespace core;

template <typename S>
Matrix<S> turned(const char* id, const Json& options, Matrix<S> x, Index position, Side side = Side::Query)
{
    const auto width = static_cast<int>(x.cols());
    encodingById<S>(id).make({width, 1, width, 2048}, options)->turn(view(x), side, position);
    return x;
}

// A head of ones in the first dimension of every pair: turned, each pair shows its wave itself.
Matrix<double> firstOfPairs(int width, bool interleaved)
{
    Matrix<double> x = Matrix<double>::Zero(1, width);
    for (int i = 0; i < width / 2; ++i)
        x(0, interleaved ? 2 * i : i) = 1.0;
    return x;
}

TEST(Rotary, BothLayoutsAsPyTorchTurnsThem)
{
    const Json golden = goldenJson(std::filesystem::path(GOLDEN_DIR) / "position.json");
    ASSERT_GE(golden.at("rotary").size(), 2U);
    for (const Json& sample : golden["rotary"]) {
        const auto input = sample["input"].get<std::vector<double>>();
        const Json options{{"rotary_base", sample["base"]}, {"rotary_layout", sample["layout"]}};
        const auto width = static_cast<Index>(input.size());
        const Matrix<double> x = ConstMatrixView<double>(input.data(), 1, width, Eigen::OuterStride<>(width));
        const Matrix<double> output = turned("rotary", options, x, sample["position"].get<Index>());
        for (Index i = 0; i < width; ++i)
            EXPECT_NEAR(output(0, i), sample["output"][static_cast<std::size_t>(i)].get<double>(), 1e-12)
                << sample.dump();
    }
}

// RoFormer / GPT-J and GPT-NeoX / Llama on 1 … 8 at position 3 (numbers computed from the papers' formula in NumPy).
TEST(Rotary, TheNumbersOfBothFamilies)
{
    Matrix<double> ramp(1, 8);
    ramp << 1, 2, 3, 4, 5, 6, 7, 8;
    Matrix<double> interleaved(1, 8);
    interleaved << -1.27223251272018, -1.8388649851410237, 1.6839286407314595, 4.707906576486444, 4.8177771675299645,
        6.147277703506405, 6.975968536023609, 8.020963968527013;
    Matrix<double> half(1, 8);
    half << -1.6955925368997815, 0.13755173828317413, 2.7886815998294936, 3.975982036013484, -4.8088424749423595,
        6.323059348076316, 7.086836736850401, 8.011963982027009;
    EXPECT_TRUE(turned("rotary", {{"rotary_layout", "interleaved"}}, ramp, 3).isApprox(interleaved, 1e-13));
    EXPECT_TRUE(turned("rotary", Json::object(), ramp, 3).isApprox(half, 1e-13));
    const auto product = [&](Index query, Index key) {
        const Json options{{"rotary_layout", "interleaved"}};
        return turned("rotary", options, ramp, query)
            .cwiseProduct(turned("rotary", options, ramp, key, Side::Key))
            .sum();
    };
    EXPECT_NEAR(product(5, 2), 192.90549330420754, 1e-11);
    EXPECT_NEAR(product(103, 100), 192.90549330420754, 1e-11);
}

TEST(Rotary, StaysExactAtAMillionTokens)
{
    const Matrix<double> wave = turned("rotary", Json::object(), firstOfPairs(64, false), 1'000'003);
    for (int i = 0; i < 32; ++i) {
        const double angle = 1'000'003.0 * std::pow(10000.0, -i / 32.0);
        EXPECT_NEAR(wave(0, i), std::cos(angle), 1e-9);
        EXPECT_NEAR(wave(0, 32 + i), std::sin(angle), 1e-9);
    }
}

Json scaling(const char* type, double factor) { return {{"rope_scaling", {{"rope_type", type}, {"factor", factor}}}}; }

TEST(RotaryScaling, LinearReadsPositionsInBetween)
{
    const Matrix<double> x = firstOfPairs(64, false);
    EXPECT_TRUE(
        turned("rotary", scaling("linear", 4), x, 8188).isApprox(turned("rotary", Json::object(), x, 2047), 1e-12));
    const Matrix<double> between = turned("rotary", scaling("linear", 4), x, 8191);
    EXPECT_NEAR(between(0, 0), std::cos(2047.75), 1e-12);
}

// b s^(D / (D - 2)) for b = 10000.
TEST(RotaryScaling, NtkChangesTheBase)
{
    struct Sample
    {
        int headWidth;
        double factor, base;
    };
    for (const auto& [headWidth, factor, base] :
         {Sample{64, 2, 20452.228712025368}, Sample{64, 4, 41829.36592889948}, Sample{64, 8, 85550.37588568537},
          Sample{128, 2, 20221.261689737912}, Sample{128, 4, 40889.94243248622}}) {
        const Matrix<double> x = firstOfPairs(headWidth, false);
        EXPECT_TRUE(turned("rotary", scaling("ntk", factor), x, 5000)
                        .isApprox(turned("rotary", {{"rotary_base", base}}, x, 5000), 1e-9))
            << headWidth << ", " << factor;
    }
}

// arXiv 2309.00071: head width 64, trained at 2048, stretched 4 times.
TEST(RotaryScaling, YarnKeepsFastPairsAndStretchesSlowOnes)
{
    const Matrix<double> wave = turned("rotary", scaling("yarn", 4), firstOfPairs(64, false), 1);
    const std::vector<std::pair<int, double>> frequencies{{0, 1.0},
                                                          {8, 0.1},
                                                          {9, 0.06127860500791243},
                                                          {12, 0.015026497703256057},
                                                          {15, 0.004413505582170007},
                                                          {18, 0.0015191761207281821},
                                                          {20, 0.000792921404744199},
                                                          {31, 3.33380358040831e-05}};
    for (const auto& [pair, frequency] : frequencies) {
        EXPECT_NEAR(std::atan2(wave(0, 32 + pair), wave(0, pair)), frequency, 1e-15) << pair;
        EXPECT_NEAR(std::hypot(wave(0, 32 + pair), wave(0, pair)), 1.138629436111989, 1e-14) << pair;
    }
    Json other = scaling("yarn", 4);
    other["rope_scaling"]["original_max_position_embeddings"] = 512;
    EXPECT_FALSE(turned("rotary", other, firstOfPairs(64, false), 1).isApprox(wave, 1e-6));
}

TEST(RotaryScaling, AFactorOfOneChangesNothing)
{
    const Matrix<double> x = firstOfPairs(16, false);
    const Matrix<double> plain = turned("rotary", Json::object(), x, 77);
    for (const char* type : {"linear", "ntk", "yarn"})
        EXPECT_TRUE(turned("rotary", scaling(type, 1), x, 77).isApprox(plain, 1e-14)) << type;
}

// torchscale's scale factors for heads 64 wide: |q| |k| of every eighth pair at these distances.
TEST(Xpos, PairsFadeWithTheDistanceOnly)
{
    const std::vector<std::pair<Index, std::vector<double>>> decay{
        {1, {0.9975561883088728, 0.9985025770380896, 0.9991374176439384, 0.9996158740018404}},
        {64, {0.8550499667908447, 0.9085486033760717, 0.9462683386877883, 0.9757110548289762}},
        {512, {0.28571428571428575, 0.46428571428571436, 0.6428571428571429, 0.8214285714285714}},
        {2048, {0.006663890045814248, 0.04646664150354022, 0.1707882132444815, 0.4552806773219491}}};
    const Matrix<double> x = firstOfPairs(64, true);
    for (const Index key : {0, 63, 16384, 21000})
        for (const auto& [distance, factors] : decay) {
            const Matrix<double> q = turned("xpos", Json::object(), x, key + distance, Side::Query);
            const Matrix<float> k = turned<float>("xpos", Json::object(), x.cast<float>(), key, Side::Key);
            for (Index i = 0; i < 4; ++i) {
                const auto query = q.row(0).segment(16 * i, 2);
                const auto ofKey = k.row(0).segment(16 * i, 2).cast<double>();
                const double expected = factors[static_cast<std::size_t>(i)];
                const double angle = static_cast<double>(distance) * std::pow(10000.0, -static_cast<double>(i) / 4);
                EXPECT_NEAR(query.norm() * ofKey.norm() / expected, 1.0, 1e-6);
                EXPECT_NEAR(query.dot(ofKey) / expected, std::cos(angle), 2e-6) << key << ", " << distance;
            }
        }
}

TEST(Xpos, EndsBeforeFloatDoes)
{
    const auto make = [](const Json& options) { return encodingById<float>("xpos").make({64, 1, 64, 64}, options); };
    EXPECT_EQ(make(Json::object())->longestInput(), 24521);
    EXPECT_GT(make({{"xpos_scale_base", 4096}})->longestInput(), 190'000);
    Matrix<float> x = Matrix<float>::Constant(1, 64, 1000.0F);
    make(Json::object())->turn(view(x), Side::Key, 24520);
    EXPECT_TRUE(x.allFinite());
    EXPECT_LT(x.cwiseAbs().maxCoeff(), 1e30F);
}

} // namespace
