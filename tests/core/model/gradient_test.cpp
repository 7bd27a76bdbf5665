// SPDX-License-Identifier: GPL-3.0-or-later
// Hand-written backward passes against central differences, in double, for every registered encoding.
#include "core/base/random.h"
#include "core/model/batch_pass.h"
#include "core/position/switches.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace {

using namespace core;

ModelConfig smallConfig(std::string_view encoding, Activation activation)
{
    ModelConfig config;
    config.vocabularySize = 11;
    config.width = 12;
    config.layers = 2;
    config.heads = 3; // not a power of two: the official slopes are not sorted
    config.feedForwardWidth = 20;
    config.activation = activation;
    config.embeddingScale = 3.0;
    config.encoding = encoding;
    config.trainingLength = 70;
    return config;
}

struct Case
{
    std::string_view encoding;
    Activation activation;
    const char* name = ""; // of the options
    const char* options = "{}";
};

// Central differences mean nothing across a kink: KERPLE's parameters stay above 0.01, FIRE's hidden units bend halfway
// between two distances, for a threshold past the text's end. (The golden cases have gradients everywhere.)
void keepKinksAway(Parameters<double>& parameters)
{
    auto own = parameters.encodingTensors();
    if (parameters.layout().config().encoding == "kerple")
        for (auto& tensor : own)
            tensor.array() = tensor.array().abs() + 0.05;
    if (parameters.layout().config().encoding == "fire") {
        own[4].setConstant(0.1);
        own[5].setConstant(1.0);
        for (Index m = 0; m < own[1].cols(); ++m) {
            const double bend = std::log1p(0.1 * (static_cast<double>(m) + 0.5)) / (std::log1p(0.1 * 200) + 1e-6);
            own[1](0, m) = -bend * own[0](m, 0);
        }
    }
}

// A row's softmax ignores what is added to all its scores.
bool softmaxIgnores(const std::string& tensor, const PositionEncoding<double>& encoding)
{
    return (tensor.ends_with("key.bias") && !encoding.turns()) || tensor == "position.mlp.out.bias";
}

class WholeModelGradient : public testing::TestWithParam<Case>
{};

// 70 tokens: more than one attention tile. Every tensor is checked along its own gradient's direction (where a wrong
// backward pass cannot hide) and at single elements.
TEST_P(WholeModelGradient, MatchesCentralDifferences)
{
    ModelConfig config = smallConfig(GetParam().encoding, GetParam().activation);
    config.encodingOptions = Json::parse(GetParam().options);
    config.tiedHead = std::string_view(GetParam().name) != "_untied";
    if (config.encoding == "fire")
        config.encodingOptions["fire_threshold"] = 200;
    if (config.encoding == "t5")
        config.encodingOptions["t5_num_buckets"] = 10;
    const auto encoding = makeEncoding<double>(config.encoding, config.encodingContext(), config.encodingOptions);
    auto parameters = std::make_shared<Parameters<double>>(std::make_shared<const ParameterLayout>(config));
    Random random(5);
    for (double& value : parameters->values())
        value = 0.3 * random.normal();
    keepKinksAway(*parameters);
    const Index length = 70;
    std::vector<int> inputs;
    std::vector<int> targets;
    for (int i = 0; i < 2 * length; ++i) {
        inputs.push_back(static_cast<int>(random.below(11)));
        targets.push_back(static_cast<int>(random.below(11)));
    }
    Parameters<double> gradients(parameters->sharedLayout());
    std::ranges::fill(gradients.values(), 7.0); // what was there before does not count
    BatchPass<double> pass;
    const double factor = 0.25;
    const double loss = pass.run(Transformer<double>(parameters), inputs, targets, length, factor, &gradients);
    EXPECT_GT(loss, 0.0);

    const auto lossWith = [&] {
        return factor * pass.run(Transformer<double>(parameters), inputs, targets, length, 0.0, nullptr);
    };
    EXPECT_NEAR(lossWith(), factor * loss, 1e-9);
    const ParameterLayout& layout = parameters->layout();
    for (std::size_t i = 0; i < layout.tensors().size(); ++i) {
        const auto& spec = layout.tensors()[i];
        const auto offset = static_cast<std::size_t>(layout.offset(i));
        const auto size = static_cast<std::size_t>(spec.size());
        const auto gradient = gradients.values().subspan(offset, size);
        double norm = 0.0;
        for (const double g : gradient)
            norm += g * g;
        norm = std::sqrt(norm);
        if (softmaxIgnores(spec.name, *encoding)) {
            EXPECT_LT(norm, 1e-9) << spec.name;
            continue;
        }
        ASSERT_GT(norm, 1e-7) << spec.name << " gets no gradient";
        const double h = 1e-5;
        const auto shifted = [&](double by) {
            for (std::size_t j = 0; j < size; ++j)
                parameters->values()[offset + j] += by * gradient[j] / norm;
            const double value = lossWith();
            for (std::size_t j = 0; j < size; ++j)
                parameters->values()[offset + j] -= by * gradient[j] / norm;
            return value;
        };
        EXPECT_NEAR((shifted(h) - shifted(-h)) / (2 * h), norm, 1e-6 * std::max(1.0, norm)) << spec.name;
        for (int sample = 0; sample < 3; ++sample) {
            const std::size_t j = random.below(size);
            double& value = parameters->values()[offset + j];
            const double before = value;
            value = before + h;
            const double up = lossWith();
            value = before - h;
            const double down = lossWith();
            value = before;
            EXPECT_NEAR((up - down) / (2 * h), gradient[j], 1e-6 * std::max(1.0, norm)) << spec.name << " at " << j;
        }
    }
}

std::vector<Case> allCases()
{
    std::vector<Case> cases;
    for (const auto& entry : encodings<double>())
        cases.push_back({entry.id, Activation::Gelu});
    cases.push_back({"alibi", Activation::GeluNew});
    cases.push_back({"alibi", Activation::Gelu, "_switched",
                     R"({"bias_factor": 1.7, "bias_divided_by_sqrt_d": true, "alibi_growth": "exponential",
                         "alibi_scaling": {"type": "ntk", "factor": 2}, "attention_window": 9, "attention_sinks": 2})"});
    cases.push_back({"alibi", Activation::Gelu, "_heads_off", R"({"heads_off": [[0, 1], [1, 2]]})"});
    cases.push_back({"rotary", Activation::Gelu, "_heads_off", R"({"heads_off": [[0, 0]], "attention_window": 20})"});
    cases.push_back({"t5", Activation::Gelu, "_heads_off", R"({"heads_off": [[1, 1]], "bias_factor": 2})"});
    cases.push_back({"alibi", Activation::Gelu, "_learned_slopes", R"({"alibi_learned_slopes": [0.5, 0.1, 1]})"});
    cases.push_back({"alibi", Activation::Gelu, "_learned_slopes_switched",
                     R"({"alibi_learned_slopes": [0.5, 0.1, 1], "alibi_growth": "exponential", "bias_factor": 1.7,
                         "alibi_scaling": {"type": "linear", "factor": 3}, "attention_window": 20})"});
    cases.push_back({"learned", Activation::Gelu, "_untied"});
    cases.push_back({"t5", Activation::Gelu, "_switched", R"({"bias_factor": -0.7, "attention_window": 30})"});
    cases.push_back({"sinusoidal", Activation::Gelu, "_windowed", R"({"attention_window": 20})"});
    return cases;
}

INSTANTIATE_TEST_SUITE_P(All, WholeModelGradient, testing::ValuesIn(allCases()), [](const auto& shown) {
    return std::string(shown.param.encoding) + (shown.param.activation == Activation::Gelu ? "" : "_gelu_new") +
           shown.param.name;
});

} // namespace
