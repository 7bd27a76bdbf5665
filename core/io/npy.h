// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// NumPy's .npy files, format 1.0, little-endian, C order:
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
namespace core {

// Any row-major matrix or view of one, without a copy if its rows are contiguous.
template <typename S>
using NpyMatrix = Eigen::Ref<const Matrix<S>, 0, Eigen::OuterStride<>>;

// Writes dtype <f4, <f8 or <i8, of shape (rows, cols) or (size,). Whole or not at all; core::Error if that fails.
void writeNpy(const std::filesystem::path& path, const NpyMatrix<float>& matrix);
void writeNpy(const std::filesystem::path& path, const NpyMatrix<double>& matrix);
void writeNpy(const std::filesystem::path& path, const NpyMatrix<std::int64_t>& matrix);
void writeNpy(const std::filesystem::path& path, std::span<const float> values);
void writeNpy(const std::filesystem::path& path, std::span<const double> values);
void writeNpy(const std::filesystem::path& path, std::span<const std::int64_t> values);

struct NpyArray
{
    std::vector<Index> shape; // one or two sizes
    std::vector<float> values;

    // A vector is one row.
    Matrix<float> matrix() const;
};

// Reads what numpy.save writes for a float32 array in C order with one or two dimensions; core::Error for anything
// else.
NpyArray readNpy(const std::filesystem::path& path, std::uint64_t maxBytes = std::uint64_t{1} << 30);
// `file` names the bytes in error messages.
NpyArray parseNpy(std::string_view bytes, const std::string& file);

} // namespace core
