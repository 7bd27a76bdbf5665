// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy.h"

#include "core/io/atomic_file.h"
#include "tests/core/io/mutation.h"
#include "tests/core/io/temporary_folder.h"

#include <cstring>
#include <limits>

namespace core {
namespace {

constexpr std::uint64_t anyNpySize = 1 << 20;

// As numpy.save lays it out.
std::string npyBytes(const std::string& dictionary, const std::string& data)
{
    std::string header = dictionary;
    while ((10 + header.size() + 1) % 64 != 0)
        header += ' ';
    header += '\n';
    const auto length = static_cast<std::uint16_t>(header.size());
    return std::string("\x93NUMPY\x01\x00", 8) + std::string(reinterpret_cast<const char*>(&length), 2) + header + data;
}

std::string float32(const std::string& shape, std::size_t count)
{
    return npyBytes("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }", std::string(4 * count, '\0'));
}

template <typename S>
std::string raw(std::initializer_list<S> values)
{
    return {reinterpret_cast<const char*>(values.begin()), values.size() * sizeof(S)};
}

TEST(Npy, WritesWhatNumpyWrites)
{
    const TemporaryFolder folder;
    const auto path = folder / "a.npy";
    Matrix<float> matrix(2, 3);
    matrix << 1, 2, 3, 4, 5, 6;
    writeNpy(path, matrix);
    EXPECT_EQ(readFileBytes(path, anyNpySize), npyBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
                                                        raw({1.0f, 2.0f, 3.0f, 4.0f, 5.0f, 6.0f})));
    writeNpy(path, std::vector<double>{0.1, -0.0});
    EXPECT_EQ(readFileBytes(path, anyNpySize),
              npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", raw({0.1, -0.0})));
    const std::int64_t least = std::numeric_limits<std::int64_t>::min();
    writeNpy(path, std::vector<std::int64_t>{least});
    EXPECT_EQ(readFileBytes(path, anyNpySize),
              npyBytes("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", raw({least})));
    Matrix<std::int64_t> column(2, 1);
    column << 7, -7;
    writeNpy(path, column);
    EXPECT_EQ(readFileBytes(path, anyNpySize),
              npyBytes("{'descr': '<i8', 'fortran_order': False, 'shape': (2, 1), }", raw<std::int64_t>({7, -7})));
    EXPECT_EQ(folder.entries(), 1);
}

TEST(Npy, AWrittenMatrixReadsBack)
{
    const TemporaryFolder folder;
    Matrix<float> matrix = Matrix<float>::Random(37, 11);
    matrix(3, 4) = std::numeric_limits<float>::quiet_NaN();
    matrix(0, 0) = -std::numeric_limits<float>::infinity();
    writeNpy(folder / "a.npy", matrix);
    const NpyArray array = readNpy(folder / "a.npy");
    EXPECT_EQ(array.shape, (std::vector<Index>{37, 11}));
    const Matrix<float> back = array.matrix();
    ASSERT_EQ(back.size(), matrix.size());
    EXPECT_EQ(std::memcmp(back.data(), matrix.data(), sizeof(float) * 37 * 11), 0);
}

TEST(Npy, WritesAViewOfALargerMatrix)
{
    const TemporaryFolder folder;
    Matrix<float> matrix(2, 3);
    matrix << 1, 2, 3, 4, 5, 6;
    writeNpy(folder / "a.npy", ConstMatrixView<float>(matrix.data() + 1, 2, 2, Eigen::OuterStride<>(3)));
    EXPECT_EQ(readNpy(folder / "a.npy").values, (std::vector<float>{2, 3, 5, 6}));
    writeNpy(folder / "a.npy", matrix.row(1));
    EXPECT_EQ(readNpy(folder / "a.npy").values, (std::vector<float>{4, 5, 6}));
}

TEST(Npy, VectorsAndEmptyArraysReadBack)
{
    const TemporaryFolder folder;
    writeNpy(folder / "a.npy", std::vector<float>{1.5f, 2.5f});
    const NpyArray array = readNpy(folder / "a.npy");
    EXPECT_EQ(array.shape, std::vector<Index>{2});
    EXPECT_EQ(array.matrix(), (Matrix<float>(1, 2) << 1.5f, 2.5f).finished());
    writeNpy(folder / "a.npy", Matrix<float>(0, 5));
    EXPECT_EQ(readNpy(folder / "a.npy").shape, (std::vector<Index>{0, 5}));
    EXPECT_EQ(readNpy(folder / "a.npy").matrix().cols(), 5);
    writeNpy(folder / "a.npy", std::vector<float>{});
    EXPECT_EQ(readNpy(folder / "a.npy").shape, std::vector<Index>{0});
}

TEST(Npy, RefusesWhatItDoesNotRead)
{
    EXPECT_NO_THROW(parseNpy(float32("(2, 3)", 6), "a"));
    const std::string good = float32("(2, 3)", 6);
    std::string version2 = good;
    version2[6] = 2;
    const std::vector<std::string> refused{
        "",
        version2,
        good.substr(0, 9),
        good.substr(0, 40),
        good.substr(0, good.size() - 1),
        good + "x",
        float32("()", 1),
        float32("(2)", 2),
        float32("(1, 2, 3)", 6),
        float32("(-2, -3)", 6),
        float32("(2, x)", 6),
        float32("(2, 3", 6),
        float32("[2, 3]", 6),
        float32("(4611686018427387904, 4)", 0), // 2^66 bytes
        float32("(9223372036854775808,)", 0),   // no Index
        float32("(3037000500, 3037000500)", 0), // just over 2^63
        npyBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", std::string(4, '\0')),
        npyBytes("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", std::string(4, '\0')),
        npyBytes("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", std::string(4, '\0')),
        npyBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", std::string(4, '\0')),
        npyBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x", std::string(4, '\0')),
    };
    for (const std::string& bytes : refused) {
        const std::string text = messageOf<Error>([&] { parseNpy(bytes, "file.npy"); });
        EXPECT_EQ(text.rfind("file.npy: ", 0), 0u) << text;
    }
}

TEST(Npy, EveryTruncationIsRefused)
{
    const std::string bytes = float32("(2, 3)", 6);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_THROW(parseNpy(bytes.substr(0, size), "cut"), Error) << size;
}

TEST(Npy, DamagedFilesLoadOrThrow)
{
    const auto use = [](const std::string& bytes) { (void)parseNpy(bytes, "damaged").matrix(); };
    const int loaded = parseMutations(float32("(12, 34)", 12 * 34), 5000, use);
    EXPECT_GT(loaded, 0);
    EXPECT_LT(loaded, 5000);
    const std::string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (12, 34), }";
    const std::string data(4 * 12 * 34, '\0');
    EXPECT_LT(parseMutations(dictionary, 5000, [&](const std::string& text) { use(npyBytes(text, data)); }), 5000);
}

} // namespace
} // namespace core
