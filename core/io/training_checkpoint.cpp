// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/training_checkpoint.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/io/safetensors.h"

#include <array>
#include <charconv>

namespace core {
namespace {

struct Third
{
    const char* prefix;
    Parameters<float>* values;
};

std::array<Third, 3> thirdsOf(Trainer& trainer)
{
    return {{{"weight.", &trainer.mutableWeights()},
             {"first_moment.", &trainer.optimiser().firstMoment()},
             {"second_moment.", &trainer.optimiser().secondMoment()}}};
}

std::filesystem::path fileIn(const std::filesystem::path& folder) { return folder / "training.safetensors"; }

std::map<std::string, std::string> metadataOf(const Trainer& trainer, std::uint64_t textHash)
{
    return {{"model", trainer.config().toJson().dump()},
            {"options", trainer.options().toJson().dump()},
            {"text", hexOf(textHash)},
            {"steps", std::to_string(trainer.stepsDone())}};
}

std::span<float> tensorIn(Parameters<float>& values, std::size_t i)
{
    return values.values().subspan(static_cast<std::size_t>(values.layout().offset(i)),
                                   static_cast<std::size_t>(values.layout().tensors()[i].size()));
}

} // namespace

void saveTraining(const std::filesystem::path& folder, Trainer& trainer, std::uint64_t textHash)
{
    std::vector<TensorToWrite> tensors;
    for (const Third& part : thirdsOf(trainer))
        for (std::size_t i = 0; i < part.values->layout().tensors().size(); ++i) {
            const TensorSpec& spec = part.values->layout().tensors()[i];
            tensors.push_back(
                {part.prefix + spec.name, {spec.shape.begin(), spec.shape.end()}, tensorIn(*part.values, i)});
        }
    writeSafetensors(fileIn(folder), std::move(tensors), metadataOf(trainer, textHash));
}

void resumeTraining(const std::filesystem::path& folder, Trainer& trainer, std::uint64_t textHash)
{
    const std::string name = fileIn(folder).string();
    const SafetensorsFile file = SafetensorsFile::read(fileIn(folder));
    for (const auto& [key, value] : metadataOf(trainer, textHash)) {
        const auto found = file.metadata().find(key);
        if (found == file.metadata().end())
            throw error("{}: the entry \"{}\" is missing; this is not the state of a training run.", name, key);
        if (key != "steps" && found->second != value)
            throw error("{}: the run was started with another {}; resume it with the same, or train into a new folder.",
                        name, key);
    }
    const std::string& steps = file.metadata().at("steps");
    long done = 0;
    const auto [end, problem] = std::from_chars(steps.data(), steps.data() + steps.size(), done);
    if (problem != std::errc() || end != steps.data() + steps.size() || done < 0 ||
        done > trainer.options().schedule.steps)
        throw error("{}: the number of steps \"{}\" cannot be right.", name, steps.substr(0, 40));
    std::vector<std::vector<float>> values;
    for (const Third& part : thirdsOf(trainer))
        for (const TensorSpec& spec : part.values->layout().tensors()) {
            values.push_back(file.floats(part.prefix + spec.name));
            if (values.back().size() != static_cast<std::size_t>(spec.size()))
                throw error("{}: the tensor \"{}{}\" has the wrong size.", name, part.prefix, spec.name);
        }
    std::size_t next = 0; // everything was there: only now is anything overwritten
    for (const Third& part : thirdsOf(trainer))
        for (std::size_t i = 0; i < part.values->layout().tensors().size(); ++i, ++next)
            std::copy(values[next].begin(), values[next].end(), tensorIn(*part.values, i).begin());
    trainer.optimiser().setSteps(done);
}

bool hasTraining(const std::filesystem::path& folder)
{
    std::error_code ignored;
    return std::filesystem::exists(fileIn(folder), ignored);
}

} // namespace core
