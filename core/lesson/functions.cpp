// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/functions.h"

#include "core/base/words.h"

#include <algorithm>

namespace core {

std::span<const Function> functions()
{
    using enum FunctionKind;
    using enum ValueType;
    static const std::vector<Function> all{
        {"abs", Arithmetic, Number, {Number}, false, ""},
        {"ln", Arithmetic, Number, {Number}, false, ""},
        {"perplexity", Measured, Number, {Model, Number}, true, said("perplexity of {} at {} tokens")},
        {"loss", Measured, Number, {Model, Number}, true, said("loss of {} at {} tokens, in nats")},
        {"loss_below",
         Measured,
         Number,
         {Model, Number, Number},
         true,
         said("loss of {} at {} tokens, where fewer than {} were to be seen")},
        {"loss_from",
         Measured,
         Number,
         {Model, Number, Number},
         true,
         said("loss of {} at {} tokens, where at least {} were to be seen")},
        {"share_below",
         Measured,
         Number,
         {Model, Number, Number},
         true,
         said("share of the predictions of {} at {} tokens that saw fewer than {}")},
        {"content",
         Measured,
         Number,
         {Model, Number, Number, Number, Number},
         true,
         said("content of {}, layer {}, head {}, query {}, key {}")},
        {"bias",
         Measured,
         Number,
         {Model, Number, Number, Number, Number},
         true,
         said("bias of {}, layer {}, head {}, query {}, key {}")},
        {"score",
         Measured,
         Number,
         {Model, Number, Number, Number, Number},
         true,
         said("score of {}, layer {}, head {}, query {}, key {}")},
        {"weight",
         Measured,
         Number,
         {Model, Number, Number, Number, Number},
         true,
         said("weight of {}, layer {}, head {}, query {}, key {}")},
        {"slope", Measured, Number, {Model, Number}, true, said("slope of {}, head {}")},
        {"official_slope", Measured, Number, {Number, Number}, false, said("official slope for {} heads, head {}")},
        {"mean_distance",
         Measured,
         Number,
         {Model, Number, Number, Number},
         true,
         said("mean distance of attention of {}, layer {}, head {}, at {} tokens")},
        {"weight_beyond",
         Measured,
         Number,
         {Model, Number, Number, Number},
         true,
         said("weight past the training length of {}, layer {}, head {}, at {} tokens")},
        {"likeness",
         Measured,
         Number,
         {Model, Number, Number},
         true,
         said("likeness of two positions of {} that are {} apart, among the first {}")},
        {"parameters", Measured, Number, {Model}, false, said("numbers that {} has learned")},
        {"training_length", Measured, Number, {Model}, false, said("training length of {}")},
        {"length", State, Number, {}, false, said("length")},
        {"layer", State, Number, {}, false, said("layer")},
        {"head", State, Number, {}, false, said("head")},
        {"stage", State, Word, {}, false, said("stage")},
        {"text", State, Word, {}, false, said("text")},
        {"columns", State, Number, {}, false, said("columns")},
        {"difference", State, Truth, {}, false, said("difference of two columns")},
        {"query", State, Number, {}, false, said("query of the chosen cell")},
        {"key", State, Number, {}, false, said("key of the chosen cell")},
        {"model", State, Word, {Number}, false, said("model of column {}")},
        {"window", State, Number, {Number}, false, said("attention window of column {}")},
        {"scaling", State, Word, {Number}, false, said("scaling of column {}")},
        {"live", State, Truth, {Number}, false, said("column {} shows a model trained here")},
        {"training_step", State, Number, {}, false, said("steps trained")},
        {"training_length_now", State, Number, {}, false, said("length of the training")},
    };
    return all;
}

const Function* functionNamed(std::string_view name)
{
    const auto all = functions();
    const auto found = std::ranges::find(all, name, &Function::name);
    return found == all.end() ? nullptr : &*found;
}

} // namespace core
