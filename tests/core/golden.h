// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/io/checkpoint.h"
#include "core/io/safetensors.h"
#include "core/position/registry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace core {

inline std::filesystem::path goldenFolder(const std::string& name) { return std::filesystem::path(GOLDEN_DIR) / name; }

inline Json goldenJson(const std::filesystem::path& path)
{
    std::ifstream file(path);
    return Json::parse(file);
}

// Reference numbers from PyTorch; tests/golden/make_golden.py says what they are.
struct GoldenCase
{
    explicit GoldenCase(const std::string& name)
        : checkpoint(loadCheckpoint(goldenFolder(name)))
        , numbers(SafetensorsFile::read(goldenFolder(name) / "expected.safetensors"))
        , json(goldenJson(goldenFolder(name) / "expected.json"))
        , tokens(json["tokens"].get<std::vector<int>>())
        , rows(json["rows"].get<std::vector<Index>>())
    {}

    std::shared_ptr<const Checkpoint> checkpoint;
    SafetensorsFile numbers;
    Json json;
    std::vector<int> tokens;
    std::vector<Index> rows; // queries whose logits and stages are stored
};

// The models whose encoding is registered.
inline std::vector<std::string> goldenCases()
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(GOLDEN_DIR)) {
        if (!std::filesystem::exists(entry.path() / "config.json"))
            continue;
        const Json config = goldenJson(entry.path() / "config.json");
        const auto known = encodings<float>();
        if (std::any_of(known.begin(), known.end(), [&](const auto& e) { return config["position_encoding"] == e.id; }))
            names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

// |actual - expected| <= relative * (largest |expected|) + absolute, for all numbers of a tensor.
template <typename S>
void expectClose(std::span<const S> actual, const std::vector<float>& expected, double relative, double absolute,
                 const std::string& what)
{
    ASSERT_EQ(actual.size(), expected.size()) << what;
    double largest = 0.0;
    for (const float value : expected)
        largest = std::max(largest, std::abs(static_cast<double>(value)));
    double worst = 0.0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double difference = std::abs(static_cast<double>(actual[i]) - static_cast<double>(expected[i]));
        worst = std::isfinite(difference) ? std::max(worst, difference) : HUGE_VAL;
    }
    EXPECT_LE(worst, relative * largest + absolute) << what << ", whose largest number is " << largest;
}

template <typename S>
std::span<const S> tensorOf(const Parameters<S>& parameters, std::size_t i)
{
    return parameters.values().subspan(static_cast<std::size_t>(parameters.layout().offset(i)),
                                       static_cast<std::size_t>(parameters.layout().tensors()[i].size()));
}

} // namespace core
