// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/live_checkpoint.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/io/checkpoint.h"
#include "core/io/first_save.h"

#include <cmath>
#include <utility>

namespace core {
namespace {

OrderedJson optionsOf(const LiveRun& run)
{
    OrderedJson options = run.options().toJson();
    for (const char* key : {"learning_rate", "steps", "final_rate"}) // the run has no schedule
        options.erase(key);
    OrderedJson rates = OrderedJson::array();
    for (const RateChange& change : run.rates())
        rates.push_back({{"step", change.step}, {"rate", change.rate}});
    options["learning_rates"] = rates;
    return options;
}

} // namespace

OrderedJson recordOf(const LiveRun& run, OrderedJson record)
{
    record["options"] = optionsOf(run);
    record["steps"] = run.stepsDone();
    return record;
}

void saveLiveRun(const std::filesystem::path& folder, const LiveRun& run, const Tokenizer& tokenizer,
                 OrderedJson record)
{
    checkHoldsNoModel(folder);
    checkWeights(folder / "model.safetensors", *run.weights(), WeightType::F32);
    const FirstSave save(folder);
    saveCheckpoint(folder, *run.weights(), &tokenizer, WeightType::F32);
    std::string log = "step,loss,gradient_norm,learning_rate\n";
    for (const StepResult& step : run.steps())
        log += fmt::format("{},{},{},{}\n", step.step, step.loss, step.gradientNorm, step.learningRate);
    writeFileAtomically(folder / "log.csv", log);
    if (!run.heldOut().empty()) {
        std::string validation = "step,nll,perplexity\n";
        for (const HeldOutLoss& loss : run.heldOut())
            validation += fmt::format("{},{},{}\n", loss.step, loss.nll, std::exp(loss.nll));
        writeFileAtomically(folder / "validation.csv", validation);
    }
    writeFileAtomically(folder / "training.json",
                        recordOf(run, std::move(record)).dump(2, ' ', false, OrderedJson::error_handler_t::replace) +
                            "\n");
    save.complete();
}

} // namespace core
