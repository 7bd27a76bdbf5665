// SPDX-License-Identifier: GPL-3.0-or-later
// Ten training steps against PyTorch: loss, norm, clipping, schedule, AdamW.
#include "tests/core/golden.h"

#include "core/model/batch_pass.h"
#include "core/train/adamw.h"
#include "core/train/schedule.h"

namespace {

using namespace core;

struct Tolerance
{
    double loss;
    double norm;
    double after; // relative to a tensor's largest number, plus `absolute`
    double absolute;
};

// Targets are the inputs shifted by one.
void splitBatch(const Json& batch, std::vector<int>& inputs, std::vector<int>& targets)
{
    inputs.clear();
    targets.clear();
    for (const auto& row : batch.get<std::vector<std::vector<int>>>()) {
        inputs.insert(inputs.end(), row.begin(), row.end() - 1);
        targets.insert(targets.end(), row.begin() + 1, row.end());
    }
}

template <typename S>
Parameters<S> trained(const Json& expected, const Tolerance& tolerance)
{
    const auto start = loadCheckpoint(goldenFolder(expected["initial"]));
    const auto parameters = std::make_shared<Parameters<S>>(converted<S>(start->model.parameters()));
    const Schedule schedule{expected["peak_learning_rate"], expected["warmup_steps"], expected["steps"],
                            expected["floor"]};
    AdamW<S> optimiser(parameters->sharedLayout(),
                       {expected["betas"][0], expected["betas"][1], expected["epsilon"], expected["weight_decay"]});
    ThreadPool pool(2);
    BatchPass<S> pass;
    std::vector<int> inputs;
    std::vector<int> targets;
    for (std::size_t step = 0; step < expected["batches"].size(); ++step) {
        SCOPED_TRACE(fmt::format("step {}", step));
        const Json& batch = expected["batches"][step];
        splitBatch(batch, inputs, targets);
        const double count = static_cast<double>(inputs.size());
        Parameters<S> gradients(parameters->sharedLayout());
        const double sum =
            pass.run(Transformer<S>(parameters), inputs, targets, static_cast<Index>(inputs.size() / batch.size()),
                     static_cast<S>(1.0 / count), &gradients);
        const double norm = normOf(gradients, pool);
        const double rate = schedule.at(static_cast<long>(step));
        EXPECT_NEAR(sum / count, expected["losses"][step].get<double>(), tolerance.loss);
        EXPECT_NEAR(norm, expected["gradient_norms"][step].get<double>(), tolerance.norm);
        EXPECT_NEAR(rate, expected["learning_rates"][step].get<double>(), 1e-15);
        optimiser.step(*parameters, gradients, rate, std::min(1.0, expected["clip_norm"].get<double>() / (norm + 1e-6)),
                       pool);
    }
    EXPECT_EQ(optimiser.steps(), 10);
    return *parameters;
}

template <typename S>
void compareWithPyTorch(const Tolerance& tolerance, bool indeterminateToo)
{
    const Json expected = goldenJson(goldenFolder("adamw") / "expected.json");
    ASSERT_EQ(expected["batches"].size(), 10U);
    const SafetensorsFile after = SafetensorsFile::read(goldenFolder("adamw") / "expected.safetensors");
    const Parameters<S> parameters = trained<S>(expected, tolerance);
    const auto skipped = expected["indeterminate"].get<std::vector<std::string>>();
    const auto tensors = parameters.layout().tensors();
    for (std::size_t i = 0; i < tensors.size(); ++i)
        if (indeterminateToo || std::find(skipped.begin(), skipped.end(), tensors[i].name) == skipped.end())
            expectClose<S>(tensorOf(parameters, i), after.floats("after." + tensors[i].name), tolerance.after,
                           tolerance.absolute, tensors[i].name);
    EXPECT_EQ(after.tensors().size(), tensors.size());
}

// Losses and norms are stored in full, the weights as F32.
TEST(AdamW, TenStepsInDoubleAsPyTorch) { compareWithPyTorch<double>({1e-9, 1e-9, 1e-7, 1e-9}, true); }

TEST(AdamW, TenStepsInFloatAsPyTorch) { compareWithPyTorch<float>({1e-5, 1e-5, 2e-6, 5e-6}, false); }

TEST(AdamW, DecayShrinksMatricesOnlyAndIndependentlyOfTheGradient)
{
    ModelConfig config;
    config.vocabularySize = 5;
    config.width = 4;
    config.layers = 1;
    config.heads = 1;
    config.feedForwardWidth = 6;
    config.encoding = "none";
    config.trainingLength = 8;
    const auto layout = std::make_shared<const ParameterLayout>(config);
    Parameters<double> parameters(layout);
    std::ranges::fill(parameters.values(), 2.0);
    ThreadPool pool(1);
    AdamW<double>(layout, {0.9, 0.95, 1e-8, 0.5}).step(parameters, Parameters<double>(layout), 0.1, 1.0, pool);
    for (std::size_t i = 0; i < layout->tensors().size(); ++i) {
        const TensorSpec& spec = layout->tensors()[i];
        for (const double value : tensorOf(std::as_const(parameters), i))
            EXPECT_DOUBLE_EQ(value, spec.shape.size() == 2 ? 2.0 * (1.0 - 0.1 * 0.5) : 2.0) << spec.name;
    }
}

TEST(Schedule, StaysAtTheFloorAfterTheLastStep)
{
    const Schedule schedule{1.0, 4, 10, 0.25};
    EXPECT_DOUBLE_EQ(schedule.at(0), 0.25);
    EXPECT_DOUBLE_EQ(schedule.at(3), 1.0);
    EXPECT_DOUBLE_EQ(schedule.at(7), 0.25 + 0.75 * 0.5);
    EXPECT_DOUBLE_EQ(schedule.at(10), 0.25);
    EXPECT_DOUBLE_EQ(schedule.at(1000), 0.25);
}

} // namespace
