// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/train/trainer.h"

#include <cstdint>
#include <limits>
#include <type_traits>

namespace core {
namespace {

constexpr std::int64_t kMostSteps = 1'000'000'000'000'000'000;

// What no run can have is found by check(); here it must fit its type.
template <typename T>
void read(const Fields& fields, const char* key, T& value)
{
    if constexpr (std::is_floating_point_v<T>)
        value = static_cast<T>(fields.number(key, value));
    else if constexpr (std::is_unsigned_v<T>)
        value = fields.natural(key, value);
    else
        value = static_cast<T>(fields.whole(key, value, std::numeric_limits<int>::min(),
                                            sizeof(T) == 4 ? std::numeric_limits<int>::max() : kMostSteps));
}

void demand(bool right, std::string_view name, const char* key, const Sentence& range)
{
    if (!right)
        throw error("{}: \"{}\" must be {}.", name, key, range);
}

} // namespace

TrainingOptions TrainingOptions::fromJson(const Json& json, std::string_view name)
{
    const Fields fields(json, name);
    fields.allowOnly({"length", "batch", "learning_rate", "warmup", "steps", "final_rate", "beta1", "beta2", "epsilon",
                      "weight_decay", "clip", "seed"});
    TrainingOptions o;
    read(fields, "length", o.length);
    read(fields, "batch", o.batch);
    read(fields, "learning_rate", o.schedule.peak);
    read(fields, "warmup", o.schedule.warmup);
    read(fields, "steps", o.schedule.steps);
    read(fields, "final_rate", o.schedule.floor);
    read(fields, "beta1", o.adamw.beta1);
    read(fields, "beta2", o.adamw.beta2);
    read(fields, "epsilon", o.adamw.epsilon);
    read(fields, "weight_decay", o.adamw.weightDecay);
    read(fields, "clip", o.clip);
    read(fields, "seed", o.seed);
    o.check(name);
    return o;
}

OrderedJson TrainingOptions::toJson() const
{
    return {{"length", length},
            {"batch", batch},
            {"learning_rate", schedule.peak},
            {"warmup", schedule.warmup},
            {"steps", schedule.steps},
            {"final_rate", schedule.floor},
            {"beta1", adamw.beta1},
            {"beta2", adamw.beta2},
            {"epsilon", adamw.epsilon},
            {"weight_decay", adamw.weightDecay},
            {"clip", clip},
            {"seed", seed}};
}

void TrainingOptions::check(std::string_view name) const
{
    demand(length >= 1 && length <= 65536, name, "length", sentence("between 1 and 65536"));
    demand(batch >= 1 && batch <= 65536, name, "batch", sentence("between 1 and 65536"));
    demand(schedule.steps >= 1, name, "steps", sentence("at least 1"));
    demand(schedule.warmup >= 0 && schedule.warmup < schedule.steps, name, "warmup",
           sentence("0 or more and less than steps"));
    demand(schedule.peak > 0.0 && schedule.peak <= 10.0, name, "learning_rate", sentence("above 0 and at most 10"));
    demand(schedule.floor >= 0.0 && schedule.floor <= 1.0, name, "final_rate", sentence("between 0 and 1"));
    demand(adamw.beta1 >= 0.0 && adamw.beta1 < 1.0, name, "beta1", sentence("at least 0 and below 1"));
    demand(adamw.beta2 >= 0.0 && adamw.beta2 < 1.0, name, "beta2", sentence("at least 0 and below 1"));
    demand(adamw.epsilon > 0.0 && adamw.epsilon < 1.0, name, "epsilon", sentence("above 0 and below 1"));
    demand(adamw.weightDecay >= 0.0 && adamw.weightDecay <= 10.0, name, "weight_decay", sentence("between 0 and 10"));
    demand(clip > 0.0, name, "clip", sentence("above 0"));
}

} // namespace core
