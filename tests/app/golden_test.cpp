// SPDX-License-Identifier: GPL-3.0-or-later
// What the program writes, against what PyTorch computed from the same checkpoints (tests/golden).
#include "tests/app/program.h"

#include "core/base/json.h"
#include "core/io/npy.h"
#include "core/io/safetensors.h"
#include "core/position/registry.h"

#include <QImage>

#include <cmath>
#include <set>
#include <sstream>

namespace app {
namespace {

constexpr float kTolerance = 5e-5F;
const std::array kStages{"content", "bias", "score", "weights"};

// Every case whose encoding this program has.
std::vector<std::string> cases()
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(GOLDEN_DIR)) {
        if (!std::filesystem::exists(entry.path() / "config.json"))
            continue;
        const core::Json config = core::Json::parse(contentOf(entry.path() / "config.json"));
        for (const auto& encoding : core::encodings<float>())
            if (config["position_encoding"] == encoding.id)
                names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

struct Expected
{
    explicit Expected(const std::string& name)
        : json(core::Json::parse(contentOf(golden(name) + "/expected.json")))
        , tensors(core::SafetensorsFile::read(golden(name) + "/expected.safetensors"))
    {}
    core::Json json;
    core::SafetensorsFile tensors;
};

// NaN only where NaN is expected.
void expectNear(std::span<const float> expected, const float* actual, const std::string& where)
{
    for (std::size_t i = 0; i < expected.size(); ++i) {
        ASSERT_EQ(std::isnan(expected[i]), std::isnan(actual[i])) << where << " column " << i;
        if (!std::isnan(expected[i]))
            ASSERT_NEAR(expected[i], actual[i], kTolerance) << where << " column " << i;
    }
}

TEST(GoldenCases, AreNotEmpty)
{
    const auto names = cases();
    for (const char* needed :
         {"alibi", "alibi_own_slopes", "alibi_wide", "sinusoidal", "sinusoidal_concatenated", "none"})
        EXPECT_TRUE(std::ranges::count(names, needed)) << needed;
}

class Golden : public testing::TestWithParam<std::string>
{
protected:
    core::TemporaryFolder folder;
    Expected expected{GetParam()};

    core::NpyArray written(Arguments arguments)
    {
        const std::string out = (folder / "out.npy").string();
        for (const std::string& more : {std::string("--model"), golden(GetParam()), std::string("--tokens-file"),
                                        golden(GetParam()) + "/expected.json", std::string("--out"), out})
            arguments.push_back(more);
        const Ending ending = run(arguments);
        EXPECT_EQ(ending.code, 0) << ending.err;
        EXPECT_EQ(ending.err, "");
        EXPECT_EQ(folder.entries(), 1); // nothing else is left behind
        return core::readNpy(out);
    }
};

TEST_P(Golden, LogitsAreThoseOfPyTorch)
{
    const core::NpyArray logits = written({"logits"});
    const std::vector<float> all = expected.tensors.floats("logits");
    const std::size_t rows = expected.json["rows"].size();
    const std::size_t vocabulary = all.size() / rows;
    ASSERT_EQ(logits.shape, (std::vector<core::Index>{static_cast<core::Index>(expected.json["tokens"].size()),
                                                      static_cast<core::Index>(vocabulary)}));
    for (std::size_t r = 0; r < rows; ++r)
        expectNear(std::span(all).subspan(r * vocabulary, vocabulary),
                   logits.values.data() + expected.json["rows"][r].get<std::size_t>() * vocabulary,
                   "row " + std::to_string(r));
}

TEST_P(Golden, StagesAreThoseOfPyTorch)
{
    const auto layer = expected.json["layers"].back().get<int>();
    const std::size_t heads = expected.json["heads"].size();
    const std::size_t rows = expected.json["rows"].size();
    const std::size_t length = expected.json["tokens"].size();
    for (const char* stage : kStages) {
        const std::size_t h = heads - 1;
        const auto map = written({"attention", "--layer", std::to_string(layer), "--head",
                                  std::to_string(expected.json["heads"][h].get<int>()), "--stage", stage});
        ASSERT_EQ(map.shape, (std::vector<core::Index>(2, static_cast<core::Index>(length))));
        const auto all = expected.tensors.floats("layers." + std::to_string(layer) + "." + stage);
        for (std::size_t r = 0; r < rows; ++r)
            expectNear(std::span(all).subspan((h * rows + r) * length, length),
                       map.values.data() + expected.json["rows"][r].get<std::size_t>() * length,
                       std::string(stage) + " row " + std::to_string(r));
    }
}

TEST_P(Golden, LossIsThatOfPyTorch)
{
    const std::size_t tokens = expected.json["tokens"].size();
    const Ending ending = run({"evaluate", "--model", golden(GetParam()), "--tokens-file",
                               golden(GetParam()) + "/expected.json", "--lengths", std::to_string(tokens - 1)});
    ASSERT_EQ(ending.code, 0) << ending.err;
    const core::Json result = core::Json::parse(ending.out)["results"][0];
    EXPECT_NEAR(result["nll"].get<double>(), expected.json["loss"].get<double>(), kTolerance);
    EXPECT_NEAR(result["perplexity"].get<double>(), std::exp(expected.json["loss"].get<double>()), 0.02);
    const std::vector<float> nll = expected.tensors.floats("nll");
    ASSERT_EQ(result["nll_by_position"].size(), nll.size());
    for (std::size_t p = 0; p < nll.size(); ++p)
        EXPECT_NEAR(result["nll_by_position"][p].get<float>(), nll[p], kTolerance);
}

INSTANTIATE_TEST_SUITE_P(All, Golden, testing::ValuesIn(cases()), [](const auto& info) { return info.param; });

Arguments attention(const std::string& out, const std::string& stage)
{
    return {"attention",
            "--model",
            golden("alibi"),
            "--tokens-file",
            golden("alibi/expected.json"),
            "--layer",
            "1",
            "--head",
            "2",
            "--stage",
            stage,
            "--out",
            out};
}

TEST(AttentionFile, CsvHoldsTheSameNumbersAsNpy)
{
    const core::TemporaryFolder folder;
    ASSERT_EQ(run(attention((folder / "a.npy").string(), "score")).code, 0);
    ASSERT_EQ(run(attention((folder / "a.csv").string(), "score")).code, 0);
    const core::NpyArray npy = core::readNpy(folder / "a.npy");
    std::istringstream lines(contentOf(folder / "a.csv"));
    std::size_t i = 0;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        for (std::string field; std::getline(fields, field, ','); ++i) {
            ASSERT_LT(i, npy.values.size());
            if (std::isnan(npy.values[i]))
                EXPECT_EQ(field, "nan");
            else
                EXPECT_EQ(std::stof(field), npy.values[i]); // every digit
        }
    }
    EXPECT_EQ(i, npy.values.size());
}

TEST(AttentionFile, PngIsAPictureWithLabelsAndColours)
{
    const core::TemporaryFolder folder;
    const Ending ending = run(attention((folder / "a.png").string(), "weights"));
    ASSERT_EQ(ending.code, 0) << ending.err;
    const QImage image(QString::fromStdString((folder / "a.png").string()));
    ASSERT_GE(image.width(), 1000);
    ASSERT_GE(image.height(), 1000);
    std::set<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3)
        for (int x = 0; x < image.width(); x += 3)
            colours.insert(image.pixel(x, y));
    EXPECT_GT(colours.size(), 50U); // cells, colour bar, letters
    EXPECT_EQ(image.pixelColor(0, 0), QColor(Qt::white));
}

} // namespace
} // namespace app
