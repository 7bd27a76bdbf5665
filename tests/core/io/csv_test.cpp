// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/io/atomic_file.h"
#include "tests/core/io/temporary_folder.h"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

namespace core {
namespace {

std::string written(const Matrix<float>& matrix, std::vector<std::string> columns = {},
                    std::vector<std::string> rows = {})
{
    const TemporaryFolder folder;
    writeCsv(folder / "a.csv", matrix, columns, rows);
    return readFileBytes(folder / "a.csv", 1 << 24);
}

Matrix<float> sample()
{
    Matrix<float> matrix(2, 2);
    matrix << 1, 0.1f, -2.5f, 1e-10f;
    return matrix;
}

TEST(Csv, WritesNumbersWithAndWithoutLabels)
{
    EXPECT_EQ(written(sample()), "1,0.1\n-2.5,1e-10\n");
    EXPECT_EQ(written(sample(), {"a", "b"}), "a,b\n1,0.1\n-2.5,1e-10\n");
    EXPECT_EQ(written(sample(), {}, {"x", "y"}), "x,1,0.1\ny,-2.5,1e-10\n");
    EXPECT_EQ(written(sample(), {"a", "b"}, {"x", "y"}), ",a,b\nx,1,0.1\ny,-2.5,1e-10\n");
    EXPECT_EQ(written(Matrix<float>(0, 2), {"a", "b"}), "a,b\n");
    EXPECT_EQ(written(Matrix<float>(0, 0)), "");
}

TEST(Csv, NamesWhatIsNotFinite)
{
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const float nan = std::numeric_limits<float>::quiet_NaN();
    Matrix<float> matrix(1, 5);
    matrix << infinity, -infinity, nan, std::copysign(nan, -1.0f), -0.0f;
    EXPECT_EQ(written(matrix), "inf,-inf,nan,nan,-0\n");
}

TEST(Csv, QuotesLabelsAsTheStandardSays)
{
    EXPECT_EQ(csvField("plain text'"), "plain text'");
    EXPECT_EQ(csvField(""), "");
    EXPECT_EQ(csvField("a,b"), "\"a,b\"");
    EXPECT_EQ(csvField("say \"so\""), "\"say \"\"so\"\"\"");
    EXPECT_EQ(csvField("\n"), "\"\n\"");
    EXPECT_EQ(csvField("\r"), "\"\r\"");
    EXPECT_EQ(written(sample(), {"\"", ","}, {"\n", "é"}), ",\"\"\"\",\",\"\n\"\n\",1,0.1\né,-2.5,1e-10\n");
}

TEST(Csv, EveryNumberReadsBackTheSame)
{
    Random random(7);
    Matrix<float> matrix(200, 100); // more than is written at once
    for (Index i = 0; i < matrix.size(); ++i) {
        float value = std::bit_cast<float>(static_cast<std::uint32_t>(random.next()));
        matrix.data()[i] = std::isfinite(value) ? value : 0.0f;
    }
    const std::string text = written(matrix);
    const char* at = text.c_str();
    for (Index i = 0; i < matrix.size(); ++i) {
        char* end = nullptr;
        ASSERT_EQ(std::strtof(at, &end), matrix.data()[i]) << i;
        ASSERT_EQ(*end, (i + 1) % 100 == 0 ? '\n' : ',') << i;
        at = end + 1;
    }
    EXPECT_EQ(*at, '\0');
}

TEST(Csv, RefusesLabelsThatDoNotFit)
{
    const TemporaryFolder folder;
    const std::vector<std::string> three{"a", "b", "c"};
    EXPECT_EQ(messageOf<Error>([&] { writeCsv("m.csv", sample(), three); }),
              "m.csv: 3 column labels were given for 2; give one for each.");
    EXPECT_THROW(writeCsv(folder / "m.csv", sample(), {}, three), Error);
    EXPECT_EQ(folder.entries(), 0);
}

} // namespace
} // namespace core
