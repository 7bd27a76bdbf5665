// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

namespace core {

namespace {

static_assert(std::endian::native == std::endian::little, "the numbers are copied as they lie in memory");

using namespace std::string_view_literals;

// Magic, version 1.0, and behind them two bytes for the length of the header.
constexpr std::string_view magic = "\x93NUMPY\x01\x00"sv;
constexpr std::size_t prefixBytes = 10;

template <typename S>
constexpr std::string_view descr;
template <>
constexpr std::string_view descr<float> = "<f4";
template <>
constexpr std::string_view descr<double> = "<f8";
template <>
constexpr std::string_view descr<std::int64_t> = "<i8";

std::string headerBytes(std::string_view dtype, const std::string& shape)
{
    std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", dtype, shape);
    // The data begins at a multiple of 64 bytes, right behind a line feed.
    header.resize((prefixBytes + header.size() + 1 + 63) / 64 * 64 - prefixBytes - 1, ' ');
    header += '\n';
    const auto length = static_cast<std::uint16_t>(header.size());
    std::string result(magic);
    result.append(reinterpret_cast<const char*>(&length), sizeof length);
    return result + header;
}

template <typename S>
std::string_view bytesOf(const S* values, std::size_t count)
{
    return {reinterpret_cast<const char*>(values), count * sizeof(S)};
}

template <typename S>
void writeMatrix(const std::filesystem::path& path, const NpyMatrix<S>& matrix)
{
    AtomicFile file(path);
    file.write(headerBytes(descr<S>, fmt::format("{}, {}", matrix.rows(), matrix.cols())));
    const auto width = static_cast<std::size_t>(matrix.cols());
    if (matrix.outerStride() == matrix.cols()) {
        file.write(bytesOf(matrix.data(), width * static_cast<std::size_t>(matrix.rows())));
    } else {
        for (Index row = 0; row < matrix.rows(); ++row)
            file.write(bytesOf(matrix.data() + row * matrix.outerStride(), width));
    }
    file.commit();
}

template <typename S>
void writeVector(const std::filesystem::path& path, std::span<const S> values)
{
    AtomicFile file(path);
    file.write(headerBytes(descr<S>, fmt::format("{},", values.size())));
    file.write(bytesOf(values.data(), values.size()));
    file.commit();
}

// Reads the header's Python dictionary, of which NumPy always writes the same form.
class HeaderScanner
{
public:
    HeaderScanner(std::string_view text, const std::string& file)
        : m_rest(text)
        , m_file(file)
    {}

    void expect(std::string_view token)
    {
        if (!accept(token))
            throw error("{}: the header of the .npy file has no {} where NumPy writes it; save a float32 array in C "
                        "order with numpy.save.",
                        m_file, token);
    }

    bool accept(std::string_view token)
    {
        skipBlanks();
        if (m_rest.substr(0, token.size()) != token)
            return false;
        m_rest.remove_prefix(token.size());
        return true;
    }

    Index size()
    {
        skipBlanks();
        Index value = 0;
        const auto [end, failure] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
        if (failure != std::errc{} || value < 0)
            throw error("{}: a size in the shape of the .npy file is not a number or too large; save it again.",
                        m_file);
        m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
        return value;
    }

    void expectEnd()
    {
        skipBlanks();
        if (m_rest != "\n")
            throw error("{}: the header of the .npy file has more than NumPy writes; save it again.", m_file);
    }

private:
    void skipBlanks() { m_rest.remove_prefix(std::min(m_rest.find_first_not_of(' '), m_rest.size())); }

    std::string_view m_rest;
    const std::string& m_file;
};

std::vector<Index> parseShape(std::string_view header, const std::string& file)
{
    HeaderScanner scanner(header, file);
    for (const auto token : {"{"sv, "'descr'"sv, ":"sv, "'<f4'"sv, ","sv, "'fortran_order'"sv, ":"sv, "False"sv, ","sv,
                             "'shape'"sv, ":"sv, "("sv})
        scanner.expect(token);
    std::vector<Index> shape{scanner.size()};
    scanner.expect(",");
    if (!scanner.accept(")")) {
        shape.push_back(scanner.size());
        if (scanner.accept(","))
            throw error("{}: has more than two dimensions; save one matrix.", file);
        scanner.expect(")");
    }
    scanner.accept(",");
    scanner.expect("}");
    scanner.expectEnd();
    return shape;
}

} // namespace

void writeNpy(const std::filesystem::path& path, const NpyMatrix<float>& matrix) { writeMatrix<float>(path, matrix); }

void writeNpy(const std::filesystem::path& path, const NpyMatrix<double>& matrix) { writeMatrix<double>(path, matrix); }

void writeNpy(const std::filesystem::path& path, const NpyMatrix<std::int64_t>& matrix)
{
    writeMatrix<std::int64_t>(path, matrix);
}

void writeNpy(const std::filesystem::path& path, std::span<const float> values) { writeVector(path, values); }

void writeNpy(const std::filesystem::path& path, std::span<const double> values) { writeVector(path, values); }

void writeNpy(const std::filesystem::path& path, std::span<const std::int64_t> values) { writeVector(path, values); }

Matrix<float> NpyArray::matrix() const
{
    const Index rows = shape.size() == 2 ? shape[0] : 1;
    return Eigen::Map<const Matrix<float>>(values.data(), rows, shape.back());
}

NpyArray readNpy(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    return parseNpy(readFileBytes(path, maxBytes), path.string());
}

NpyArray parseNpy(std::string_view bytes, const std::string& file)
{
    if (bytes.size() < prefixBytes || bytes.substr(0, magic.size()) != magic)
        throw error("{}: is not a NumPy file of format 1.0; save it with numpy.save.", file);
    std::uint16_t length = 0;
    std::memcpy(&length, bytes.data() + magic.size(), sizeof length);
    bytes.remove_prefix(prefixBytes);
    if (length > bytes.size())
        throw error("{}: ends inside its header; get the file again.", file);

    NpyArray result;
    result.shape = parseShape(bytes.substr(0, length), file);
    bytes.remove_prefix(length);
    Index size = sizeof(float);
    for (const Index extent : result.shape) {
        if (__builtin_mul_overflow(size, extent, &size))
            throw error("{}: the shape is impossibly large; save the file again.", file);
    }
    if (static_cast<std::uint64_t>(size) != bytes.size())
        throw error("{}: the shape needs {} bytes of numbers, the file has {}; get it again.", file, size,
                    bytes.size());
    result.values.resize(bytes.size() / sizeof(float));
    if (!bytes.empty())
        std::memcpy(result.values.data(), bytes.data(), bytes.size());
    return result;
}

} // namespace core
