// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/checkpoint.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/json_reader.h"
#include "core/base/shortened.h"
#include "core/io/atomic_file.h"
#include "core/io/half.h"
#include "core/io/safetensors.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace core {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestConfig = 1 << 20;
constexpr std::uint64_t kLargestTokenizer = std::uint64_t{64} << 20;
constexpr std::size_t kNumbersAtOnce = std::size_t{1} << 18; // between two looks at cancel()

ModelConfig parseConfig(std::string_view text, std::string_view name)
{
    return ModelConfig::fromJson(parseJson(text, name, {.bytes = kLargestConfig}), name);
}

// Before any memory is taken and any number read: the file must hold what the configuration asks for, and nothing else.
void checkTensors(const SafetensorsFile& file, const ParameterLayout& layout, std::string_view name)
{
    for (const TensorSpec& spec : layout.tensors()) {
        const TensorEntry* entry = file.find(spec.name);
        if (entry == nullptr)
            throw error("{}: the tensor \"{}\" is missing; config.json asks for the shape [{}].", name, spec.name,
                        fmt::join(spec.shape, ", "));
        if (!std::equal(entry->shape.begin(), entry->shape.end(), spec.shape.begin(), spec.shape.end()))
            throw error("{}: the tensor \"{}\" has the shape [{}], but config.json asks for [{}].", name, spec.name,
                        fmt::join(entry->shape, ", "), fmt::join(spec.shape, ", "));
    }
    for (const TensorEntry& entry : file.tensors()) {
        const auto known = std::any_of(layout.tensors().begin(), layout.tensors().end(),
                                       [&](const TensorSpec& spec) { return spec.name == entry.name; });
        // A tied head is in the embedding already.
        if (!known && entry.name != kHeadName)
            throw error("{}: the tensor \"{}\" belongs to no part of this model.", name, shortened(entry.name));
    }
}

void readTensor(const SafetensorsFile& file, const TensorEntry& tensor, std::string_view name, std::span<float> out,
                const Cancel& cancel)
{
    for (std::size_t first = 0; first < out.size(); first += kNumbersAtOnce) {
        const auto part = out.subspan(first, std::min(kNumbersAtOnce, out.size() - first));
        file.copyFloats(tensor, first, part, cancel);
        if (!std::ranges::all_of(part, [](float value) { return std::isfinite(value); }))
            throw error("{}: the tensor \"{}\" holds a value that is not a finite number; the file is damaged or the "
                        "training failed.",
                        name, tensor.name);
    }
}

// Of the same shape.
bool holdTheSame(const SafetensorsFile& file, const TensorEntry& a, const TensorEntry& b, const Cancel& cancel)
{
    std::size_t left = 1;
    for (const std::int64_t size : a.shape)
        left *= static_cast<std::size_t>(size);
    std::vector<float> ofA(std::min(left, kNumbersAtOnce));
    std::vector<float> ofB(ofA.size());
    for (std::size_t first = 0; left > 0; first += ofA.size(), left -= ofA.size()) {
        ofA.resize(std::min(ofA.size(), left));
        ofB.resize(ofA.size());
        file.copyFloats(a, first, ofA, cancel);
        file.copyFloats(b, first, ofB, cancel);
        if (ofA != ofB)
            return false;
    }
    return true;
}

// Whether the output layer is the embedding. Many files hold the shared matrix a second time; what counts is whether
// the numbers are the same, whatever config.json says.
bool headIsTied(const SafetensorsFile& file, const ModelConfig& config, const Cancel& cancel)
{
    const TensorEntry* head = file.find(kHeadName);
    const TensorEntry* embedding = file.find("embedding.weight");
    if (head == nullptr || embedding == nullptr)
        return config.tiedHead;
    return head->shape == embedding->shape && holdTheSame(file, *head, *embedding, cancel);
}

std::shared_ptr<const Parameters<float>> readWeights(const SafetensorsFile& file, const ModelConfig& config,
                                                     std::string_view name, const Cancel& cancel)
{
    const auto layout = std::make_shared<const ParameterLayout>(config);
    checkTensors(file, *layout, name);
    auto parameters = std::make_shared<Parameters<float>>(layout, cancel);
    for (std::size_t i = 0; i < layout->tensors().size(); ++i)
        readTensor(file, *file.find(layout->tensors()[i].name), name,
                   parameters->values().subspan(static_cast<std::size_t>(layout->offset(i)),
                                                static_cast<std::size_t>(layout->tensors()[i].size())),
                   cancel);
    return parameters;
}

// path: of the folder, for messages.
std::shared_ptr<const Checkpoint> assemble(std::string_view name, const std::string& path, ModelConfig config,
                                           const SafetensorsFile& weights, std::string_view tokenizer,
                                           TrainingRecord training, const Cancel& cancel)
{
    checkTensors(weights, ParameterLayout(config), path + "/model.safetensors");
    config.tiedHead = headIsTied(weights, config, cancel);
    Transformer<float> model(readWeights(weights, config, path + "/model.safetensors", cancel), cancel);
    std::optional<Tokenizer> reader;
    if (!tokenizer.empty()) {
        reader = Tokenizer::fromJson(tokenizer, path + "/tokenizer.json", cancel);
        if (reader->size() > config.vocabularySize)
            throw error("{}/tokenizer.json: it has {} entries, but the model's vocabulary only {}.", path,
                        reader->size(), config.vocabularySize);
    }
    return std::make_shared<const Checkpoint>(Checkpoint{std::string(name), std::move(model), std::move(reader),
                                                         hexOf(weights.hash(cancel)), std::move(training)});
}

} // namespace

const Tokenizer& Checkpoint::needTokenizer() const
{
    if (!tokenizer)
        throw error("The model {} has no tokenizer.json, so it reads token ids only, not text.", name);
    return *tokenizer;
}

fs::path checkpointFolder(const fs::path& path)
{
    std::error_code ignored;
    const fs::path name = path.filename();
    const bool part = name == "config.json" || name == "model.safetensors" || name == "tokenizer.json";
    if (!part || !fs::is_regular_file(path, ignored))
        return path;
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

std::shared_ptr<const Checkpoint> loadCheckpoint(const fs::path& path, const Cancel& cancel)
{
    const fs::path folder = checkpointFolder(path);
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        throw error("{}: there is no such folder; a checkpoint is a folder with config.json and model.safetensors.",
                    folder.string());
    if (!fs::exists(folder / "config.json", ignored))
        throw error("{}: this folder holds no checkpoint: there is no config.json in it.", folder.string());
    const fs::path tokenizer = folder / "tokenizer.json";
    fs::path name = folder.filename();
    if (name.empty() || name == ".")
        name = fs::absolute(folder, ignored).lexically_normal().parent_path().filename();
    const std::string place = folder.string().ends_with('/') ? folder.parent_path().string() : folder.string();
    // Before the weights, so that a folder that is no checkpoint is told so by its first file.
    const ModelConfig config =
        parseConfig(readFileBytes(folder / "config.json", kLargestConfig), place + "/config.json");
    const auto weights = SafetensorsFile::read(folder / "model.safetensors");
    const bool reads = fs::exists(tokenizer, ignored);
    return assemble(name.string(), place, config, weights,
                    reads ? readFileBytes(tokenizer, kLargestTokenizer, cancel) : std::string(),
                    readTrainingRecord(folder), cancel);
}

std::shared_ptr<const Checkpoint> parseCheckpoint(std::string_view name, std::string_view config, std::string weights,
                                                  std::string_view tokenizer, std::string_view training)
{
    const std::string place(name);
    return assemble(name, place, parseConfig(config, place + "/config.json"),
                    SafetensorsFile::parse(std::move(weights), place + "/model.safetensors"), tokenizer,
                    parseTrainingRecord(training, place + "/training.json"), {});
}

void checkWeights(const fs::path& file, const Parameters<float>& parameters, WeightType type)
{
    const auto stored = [type](float weight) {
        return type == WeightType::F16    ? halfToFloat(floatToHalf(weight))
               : type == WeightType::BF16 ? bfloatToFloat(floatToBfloat(weight))
                                          : weight;
    };
    const std::span<const float> values = parameters.values();
    if (!std::ranges::all_of(values, [](float weight) { return std::isfinite(weight); }))
        throw error("{}: it is not written, for a weight is not a finite number any more; train with a lower learning "
                    "rate.",
                    file.string());
    if (!std::ranges::all_of(values, [&](float weight) { return std::isfinite(stored(weight)); }))
        throw type == WeightType::F16
            ? error("{}: a weight is too large for f16; use --weights f32 or bf16.", file.string())
            : error("{}: a weight is too large for bf16; use --weights f32.", file.string());
}

void saveCheckpoint(const fs::path& folder, const Parameters<float>& parameters, const Tokenizer* tokenizer,
                    WeightType type)
{
    checkWeights(folder / "model.safetensors", parameters, type);
    makeFolder(folder);
    const ParameterLayout& layout = parameters.layout();
    std::vector<TensorToWrite> tensors;
    for (std::size_t i = 0; i < layout.tensors().size(); ++i) {
        const TensorSpec& spec = layout.tensors()[i];
        tensors.push_back({spec.name,
                           {spec.shape.begin(), spec.shape.end()},
                           parameters.values().subspan(static_cast<std::size_t>(layout.offset(i)),
                                                       static_cast<std::size_t>(spec.size())),
                           type == WeightType::F32   ? Dtype::F32
                           : type == WeightType::F16 ? Dtype::F16
                                                     : Dtype::BF16});
    }
    writeSafetensors(folder / "model.safetensors", std::move(tensors), {{"format", "pt"}});
    writeFileAtomically(folder / "config.json", layout.config().toJson().dump(2) + "\n");
    if (tokenizer != nullptr)
        writeFileAtomically(folder / "tokenizer.json", tokenizer->toJson());
}

} // namespace core
