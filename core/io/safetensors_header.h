// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/safetensors.h"

#include <optional>

// The JSON inside a safetensors file; used by safetensors.cpp only.
namespace core::safetensors {

struct TensorInfo
{
    Dtype dtype = Dtype::F32;
    std::vector<std::uint64_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

struct Header
{
    std::map<std::string, TensorInfo, std::less<>> tensors;
    std::map<std::string, std::string> metadata;
};

// Beyond any real model; they keep a crafted header from taking gigabytes.
constexpr std::size_t maxEntries = 100'000;
constexpr std::size_t maxDimensions = 64;

// Checks the fields and their types but not the numbers. Throws SafetensorsError.
Header parseHeader(std::string_view text, const std::string& file);

struct DtypeInfo
{
    std::string_view name;
    unsigned bits;
};
const DtypeInfo& dtypeInfo(Dtype dtype);
std::optional<Dtype> dtypeFromName(std::string_view name);

// A name for an error message: in quotation marks, and cut if it is long.
std::string shownName(std::string_view name);

} // namespace core::safetensors
