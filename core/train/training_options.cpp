// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/train/trainer.h"

#include <array>

namespace core {
namespace {

template <typename T>
void read(const Json& json, const char* key, T& value, std::string_view name)
{
    const auto found = json.find(key);
    if (found == json.end())
        return;
    const bool right = std::is_floating_point_v<T> ? found->is_number()
                       : std::is_unsigned_v<T>     ? found->is_number_unsigned()
                                                   : found->is_number_integer();
    if (!right)
        throw error("{}: \"{}\" must be a {}number, not {}.", name, key, std::is_floating_point_v<T> ? "" : "whole ",
                    found->dump().substr(0, 40));
    const double wide = found->template get<double>();
    if (!(std::is_unsigned_v<T> || std::abs(wide) < 1e18) ||
        (!std::is_floating_point_v<T> && sizeof(T) == 4 && std::abs(wide) > 2e9))
        throw error("{}: \"{}\" is too large.", name, key);
    value = found->template get<T>();
}

void demand(bool right, std::string_view name, const char* key, const char* range)
{
    if (!right)
        throw error("{}: \"{}\" must be {}.", name, key, range);
}

} // namespace

TrainingOptions TrainingOptions::fromJson(const Json& json, std::string_view name)
{
    constexpr std::array known{"length", "batch", "learning_rate", "warmup",       "steps", "final_rate",
                               "beta1",  "beta2", "epsilon",       "weight_decay", "clip",  "seed"};
    if (!json.is_object())
        throw error("{}: training options must be a JSON object.", name);
    for (const auto& [key, value] : json.items())
        if (std::find(known.begin(), known.end(), key) == known.end())
            throw error("{}: the training option \"{}\" is unknown.", name, key);
    TrainingOptions o;
    read(json, "length", o.length, name);
    read(json, "batch", o.batch, name);
    read(json, "learning_rate", o.schedule.peak, name);
    read(json, "warmup", o.schedule.warmup, name);
    read(json, "steps", o.schedule.steps, name);
    read(json, "final_rate", o.schedule.floor, name);
    read(json, "beta1", o.adamw.beta1, name);
    read(json, "beta2", o.adamw.beta2, name);
    read(json, "epsilon", o.adamw.epsilon, name);
    read(json, "weight_decay", o.adamw.weightDecay, name);
    read(json, "clip", o.clip, name);
    read(json, "seed", o.seed, name);
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
    demand(length >= 1 && length <= 65536, name, "length", "between 1 and 65536");
    demand(batch >= 1 && batch <= 65536, name, "batch", "between 1 and 65536");
    demand(schedule.steps >= 1, name, "steps", "at least 1");
    demand(schedule.warmup >= 0 && schedule.warmup < schedule.steps, name, "warmup", "0 or more and less than steps");
    demand(schedule.peak > 0.0 && schedule.peak <= 10.0, name, "learning_rate", "above 0 and at most 10");
    demand(schedule.floor >= 0.0 && schedule.floor <= 1.0, name, "final_rate", "between 0 and 1");
    demand(adamw.beta1 >= 0.0 && adamw.beta1 < 1.0, name, "beta1", "at least 0 and below 1");
    demand(adamw.beta2 >= 0.0 && adamw.beta2 < 1.0, name, "beta2", "at least 0 and below 1");
    demand(adamw.epsilon > 0.0 && adamw.epsilon < 1.0, name, "epsilon", "above 0 and below 1");
    demand(adamw.weightDecay >= 0.0 && adamw.weightDecay <= 10.0, name, "weight_decay", "between 0 and 10");
    demand(clip > 0.0, name, "clip", "above 0");
}

} // namespace core
