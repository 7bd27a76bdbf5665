// SPDX-License-Identifier: GPL-3.0-or-later
// Forward and backward of whole models against PyTorch.
#include "tests/core/golden.h"

#include "core/model/attention_map.h"
#include "core/model/batch_pass.h"

#include <set>

namespace {

using namespace core;

TEST(Golden, EveryEncodingHasACase)
{
    std::set<std::string> covered;
    for (const std::string& name : goldenCases())
        covered.insert(goldenJson(goldenFolder(name) / "config.json")["position_encoding"].get<std::string>());
    for (const auto& entry : encodings<float>())
        EXPECT_TRUE(covered.contains(std::string(entry.id))) << entry.id;
    EXPECT_GE(goldenCases().size(), 18U);
}

class Golden : public testing::TestWithParam<std::string>
{
protected:
    GoldenCase m_case{GetParam()};
    ThreadPool m_pool{2};
    std::shared_ptr<const Trace<float>> m_trace = forward(m_case.checkpoint->model, m_case.tokens, m_pool);

    template <typename S>
    void checkGradients(double lossTolerance, double relative, double absolute)
    {
        const auto parameters =
            std::make_shared<const Parameters<S>>(converted<S>(m_case.checkpoint->model.parameters()));
        const auto length = static_cast<Index>(m_case.tokens.size()) - 1;
        const std::span<const int> tokens(m_case.tokens);
        Parameters<S> gradients(parameters->sharedLayout());
        BatchPass<S> pass;
        const double sum = pass.run(Transformer<S>(parameters), tokens.first(tokens.size() - 1), tokens.subspan(1),
                                    length, S(1) / static_cast<S>(length), &gradients);
        EXPECT_NEAR(sum / static_cast<double>(length), m_case.json["loss"].get<double>(), lossTolerance);
        expectClose<S>(pass.losses(), m_case.numbers.floats("nll"), 0.0, lossTolerance * 5, "nll");
        const auto tensors = parameters->layout().tensors();
        for (std::size_t i = 0; i < tensors.size(); ++i)
            expectClose<S>(tensorOf(std::as_const(gradients), i), m_case.numbers.floats("grad." + tensors[i].name),
                           relative, absolute, tensors[i].name);
        const auto stored = std::count_if(m_case.numbers.tensors().begin(), m_case.numbers.tensors().end(),
                                          [](const TensorEntry& entry) { return entry.name.starts_with("grad."); });
        EXPECT_EQ(stored, static_cast<std::ptrdiff_t>(tensors.size()));
    }
};

TEST_P(Golden, Logits)
{
    const std::vector<float> expected = m_case.numbers.floats("logits");
    const auto vocabulary = static_cast<std::size_t>(m_case.checkpoint->model.config().vocabularySize);
    ASSERT_EQ(expected.size(), m_case.rows.size() * vocabulary);
    for (std::size_t r = 0; r < m_case.rows.size(); ++r) {
        const Matrix<float> logits = m_trace->logits(m_case.rows[r], 1);
        const auto first = expected.begin() + static_cast<std::ptrdiff_t>(r * vocabulary);
        expectClose<float>({logits.data(), vocabulary}, {first, first + static_cast<std::ptrdiff_t>(vocabulary)}, 0.0,
                           5e-5, fmt::format("position {}", m_case.rows[r]));
    }
}

TEST_P(Golden, Losses)
{
    expectClose<float>(m_trace->losses(), m_case.numbers.floats("nll"), 0.0, 1e-5, "nll");
    double sum = 0.0;
    for (const float loss : m_trace->losses())
        sum += static_cast<double>(loss);
    EXPECT_NEAR(sum / static_cast<double>(m_trace->losses().size()), m_case.json["loss"].get<double>(), 1e-6);
}

TEST_P(Golden, EveryStageOfEveryHead)
{
    const std::array<std::pair<const char*, Stage>, 4> stages{
        {{"content", Stage::Content}, {"bias", Stage::Bias}, {"score", Stage::Score}, {"weights", Stage::Weights}}};
    const Index length = m_trace->length();
    const auto heads = m_case.json["heads"].get<std::vector<int>>();
    for (const int layer : m_case.json["layers"].get<std::vector<int>>())
        for (const auto& [name, stage] : stages) {
            const std::vector<float> expected = m_case.numbers.floats(fmt::format("layers.{}.{}", layer, name));
            ASSERT_EQ(expected.size(), heads.size() * m_case.rows.size() * static_cast<std::size_t>(length));
            auto wanted = expected.begin();
            for (const int head : heads) {
                const MapRequest request{layer, head, stage, {0, length, 0, length}, length, length, Reduction::Peak};
                const Matrix<float> map = attentionMap(*m_trace, request, m_pool).values;
                float worst = 0.0F;
                int wronglyMasked = 0;
                for (const Index query : m_case.rows)
                    for (Index key = 0; key < length; ++key, ++wanted) {
                        const float value = map(query, key);
                        wronglyMasked += std::isnan(value) != (key > query) ? 1 : 0;
                        if (key > query)
                            EXPECT_TRUE(stage == Stage::Weights ? *wanted == 0.0F : std::isnan(*wanted));
                        else
                            worst = std::max(worst, std::abs(value - *wanted));
                    }
                EXPECT_EQ(wronglyMasked, 0) << name << ", layer " << layer << ", head " << head;
                EXPECT_LE(worst, stage == Stage::Weights ? 5e-6F : 5e-5F)
                    << name << ", layer " << layer << ", head " << head;
            }
        }
}

TEST_P(Golden, GradientsInFloat) { checkGradients<float>(2e-6, 2e-6, 3e-7); }

// The references are stored as F32, so 6e-8 of each number is all that may be missing.
TEST_P(Golden, GradientsInDouble) { checkGradients<double>(1e-7, 2e-7, 1e-12); }

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(goldenCases()), [](const auto& test) { return test.param; });

} // namespace
