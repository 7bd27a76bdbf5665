// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/training_record.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/base/json_reader.h"
#include "core/io/atomic_file.h"

#include <charconv>
#include <cmath>
#include <functional>
#include <limits>

namespace core {
namespace {

constexpr std::uint64_t kLargestRecord = 1 << 20;
constexpr std::uint64_t kLargestTable = std::uint64_t{64} << 20;
constexpr std::size_t kMostTexts = 100'000;
constexpr std::size_t kMostRates = 1'000'000;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::optional<std::int64_t> count(const Fields& fields, const char* key)
{
    return fields.find(key) != nullptr ? std::optional(fields.whole(key, 0, kMost)) : std::nullopt;
}

std::optional<double> number(const Fields& fields, const char* key)
{
    return fields.find(key) != nullptr ? std::optional(fields.number(key)) : std::nullopt;
}

void takeOptions(TrainingRecord& record, const Fields& options, std::string_view name)
{
    record.length = count(options, "length");
    record.batch = count(options, "batch");
    record.plannedSteps = count(options, "steps");
    record.learningRate = number(options, "learning_rate");
    record.warmup = count(options, "warmup");
    record.finalRate = number(options, "final_rate");
    record.weightDecay = number(options, "weight_decay");
    record.clip = number(options, "clip");
    if (options.find("seed") != nullptr)
        record.seed = options.natural("seed", 0);
    if (options.find("learning_rates") != nullptr)
        for (const Json& change : options.list("learning_rates", kMostRates)) {
            const Fields fields(change, name, options.place("learning_rates"));
            record.rates.push_back({static_cast<long>(fields.whole("step", 0, kMost)), fields.number("rate")});
        }
}

// What goes wrong in it becomes the record's trouble, beside what had been read.
void attempt(TrainingRecord& record, const std::function<void()>& read)
{
    try {
        read();
    } catch (const Error& problem) {
        record.trouble = problem.message();
    }
}

} // namespace

TrainingRecord TrainingRecord::fromJson(const Json& json, std::string_view name)
{
    const Fields fields(json, name);
    TrainingRecord record;
    record.program = fields.text("program", {});
    record.command = fields.text("command", {});
    if (fields.find("text_files") != nullptr)
        for (const Json& file : fields.list("text_files", kMostTexts))
            record.texts.push_back(Fields(file, name, "text_files[]").text("file"));
    record.cleaned = fields.find("text") != nullptr;
    record.bytes = count(fields, "bytes");
    record.tokens = count(fields, "tokens");
    record.heldOutTokens = count(fields, "held_out_tokens");
    record.tokenizer = fields.text("tokenizer", {});
    record.steps = count(fields, "steps");
    record.validationFile = fields.text("validation_file", {});
    if (fields.find("options") != nullptr)
        takeOptions(record, fields.object("options"), name);
    return record;
}

void TrainingRecord::takeValidation(std::string_view csv, std::string_view name)
{
    while (csv.ends_with('\n') || csv.ends_with('\r'))
        csv.remove_suffix(1);
    const std::string_view line = csv.substr(csv.rfind('\n') + 1); // all of it where there is one line
    const auto last = line.rfind(',');
    Validation found;
    const char* end = line.data() + line.size();
    const auto step = std::from_chars(line.data(), end, found.step);
    const bool good = csv.starts_with("step,nll,perplexity\n") && last != std::string_view::npos &&
                      step.ec == std::errc() && step.ptr < line.data() + last && *step.ptr == ',' && found.step >= 0 &&
                      std::from_chars(line.data() + last + 1, end, found.perplexity).ptr == end &&
                      std::isfinite(found.perplexity);
    if (!good)
        throw error("{}: the last line must hold a step, a loss and a perplexity.", name);
    validation = found;
}

TrainingRecord parseTrainingRecord(std::string_view json, std::string_view name)
{
    TrainingRecord record;
    if (!json.empty())
        attempt(record,
                [&] { record = TrainingRecord::fromJson(parseJson(json, name, {.bytes = kLargestRecord}), name); });
    return record;
}

TrainingRecord readTrainingRecord(const std::filesystem::path& folder)
{
    TrainingRecord record;
    std::error_code ignored;
    const std::filesystem::path file = folder / "training.json";
    if (std::filesystem::is_regular_file(file, ignored))
        attempt(record, [&] { record = parseTrainingRecord(readFileBytes(file, kLargestRecord), file.string()); });
    const std::filesystem::path table = folder / "validation.csv";
    if (std::filesystem::is_regular_file(table, ignored))
        attempt(record, [&] { record.takeValidation(readFileBytes(table, kLargestTable), table.string()); });
    return record;
}

} // namespace core
