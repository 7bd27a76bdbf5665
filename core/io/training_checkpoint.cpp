// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/training_checkpoint.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/io/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace core {
namespace {

struct Third
{
    const char* prefix;
    Parameters<float>* values;
    bool isSecondMoment = false; // a mean of squares
};

std::array<Third, 3> thirdsOf(Trainer& trainer)
{
    return {{{"weight.", &trainer.mutableWeights()},
             {"first_moment.", &trainer.optimiser().firstMoment()},
             {"second_moment.", &trainer.optimiser().secondMoment(), true}}};
}

// One tensor of one third.
struct Part
{
    std::string name;
    const TensorSpec& spec;
    std::span<float> values;
    bool isSecondMoment;

    bool isPossible(float value) const { return std::isfinite(value) && !(isSecondMoment && value < 0.0F); }
};

std::vector<Part> partsOf(Trainer& trainer)
{
    std::vector<Part> parts;
    for (const Third& third : thirdsOf(trainer)) {
        const ParameterLayout& layout = third.values->layout();
        for (std::size_t i = 0; i < layout.tensors().size(); ++i) {
            const TensorSpec& spec = layout.tensors()[i];
            parts.push_back({third.prefix + spec.name, spec,
                             third.values->values().subspan(static_cast<std::size_t>(layout.offset(i)),
                                                            static_cast<std::size_t>(spec.size())),
                             third.isSecondMoment});
        }
    }
    return parts;
}

std::filesystem::path fileIn(const std::filesystem::path& folder) { return folder / "training.safetensors"; }

// FNV-1a, number by number, of everything in its order: a changed bit changes it.
class Checksum
{
public:
    void add(std::span<const float> values)
    {
        for (const float value : values)
            m_hash = (m_hash ^ std::bit_cast<std::uint32_t>(value)) * 0x100000001B3ULL;
    }
    std::string text() const { return hexOf(m_hash); }

private:
    std::uint64_t m_hash = hashOf(std::string_view());
};

constexpr const char* kChecksum = "checksum"; // files of older versions have none

std::map<std::string, std::string> metadataOf(const Trainer& trainer, std::uint64_t textHash)
{
    return {{"model", trainer.config().toJson().dump()},
            {"options", trainer.options().toJson().dump()},
            {"text", hexOf(textHash)},
            {"steps", std::to_string(trainer.stepsDone())}};
}

long stepsIn(const SafetensorsFile& file, const std::string& name, long most)
{
    const std::string& steps = file.metadata().at("steps");
    long done = 0;
    const auto [end, problem] = std::from_chars(steps.data(), steps.data() + steps.size(), done);
    if (problem != std::errc() || end != steps.data() + steps.size() || done < 0 || done > most)
        throw error("{}: the number of steps \"{}\" cannot be right.", name, steps.substr(0, 40));
    return done;
}

} // namespace

std::uint64_t largestTraining(const ParameterLayout& layout)
{
    constexpr std::uint64_t thirds = 3;
    constexpr std::uint64_t longestHeader = 100'000'000; // that of the format
    return thirds * sizeof(float) * static_cast<std::uint64_t>(layout.size()) + longestHeader;
}

void checkTraining(const std::filesystem::path& folder, Trainer& trainer)
{
    for (const Part& part : partsOf(trainer))
        if (!std::ranges::all_of(part.values, [&](float value) { return part.isPossible(value); }))
            throw error(
                "{}: the state after step {} is not saved, for \"{}\" holds a value that is not a finite number "
                "any more; what was saved before stays. Try a lower learning rate.",
                fileIn(folder).string(), trainer.stepsDone(), part.name);
}

void saveTraining(const std::filesystem::path& folder, Trainer& trainer, std::uint64_t textHash)
{
    checkTraining(folder, trainer);
    std::vector<TensorToWrite> tensors;
    Checksum checksum;
    for (const Part& part : partsOf(trainer)) {
        tensors.push_back({part.name, {part.spec.shape.begin(), part.spec.shape.end()}, part.values});
        checksum.add(part.values);
    }
    auto metadata = metadataOf(trainer, textHash);
    metadata[kChecksum] = checksum.text();
    writeSafetensors(fileIn(folder), std::move(tensors), metadata);
}

void resumeTraining(const std::filesystem::path& folder, Trainer& trainer, std::uint64_t textHash)
{
    const std::string name = fileIn(folder).string();
    const SafetensorsFile file =
        SafetensorsFile::read(fileIn(folder), largestTraining(trainer.mutableWeights().layout()));
    for (const auto& [key, value] : metadataOf(trainer, textHash)) {
        const auto found = file.metadata().find(key);
        if (found == file.metadata().end())
            throw error("{}: the entry \"{}\" is missing; this is not the state of a training run.", name, key);
        if (key != "steps" && found->second != value)
            throw error("{}: the run was started with another {}; resume it with the same, or train into a new folder.",
                        name, key);
    }
    const long done = stepsIn(file, name, trainer.options().schedule.steps);
    const std::vector<Part> parts = partsOf(trainer);
    std::vector<std::vector<float>> values;
    Checksum checksum;
    for (const Part& part : parts) {
        values.push_back(file.floats(part.name));
        if (values.back().size() != part.values.size())
            throw error("{}: the tensor \"{}\" has the wrong size.", name, part.name);
        if (!std::ranges::all_of(values.back(), [&](float value) { return part.isPossible(value); }))
            throw error("{}: the tensor \"{}\" holds a value that cannot be right; the file is damaged or the training "
                        "failed. Train into a new folder.",
                        name, part.name);
        checksum.add(values.back());
    }
    if (const auto expected = file.metadata().find(kChecksum);
        expected != file.metadata().end() && expected->second != checksum.text())
        throw error("{}: a number in it has changed since it was saved; the file is damaged. Put a copy of it back or "
                    "train into a new folder.",
                    name);
    for (std::size_t i = 0; i < parts.size(); ++i) // everything was there and good: only now is anything overwritten
        std::copy(values[i].begin(), values[i].end(), parts[i].values.begin());
    trainer.optimiser().setSteps(done);
}

bool hasTraining(const std::filesystem::path& folder)
{
    std::error_code ignored;
    return std::filesystem::exists(fileIn(folder), ignored);
}

} // namespace core
