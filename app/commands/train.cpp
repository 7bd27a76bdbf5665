// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_pool.h"
#include "app/commands/commands.h"
#include "app/interruption.h"
#include "app/messages.h"
#include "app/output.h"
#include "app/training/run.h"
#include "app/usage_error.h"
#include "app/version.h"
#include "core/base/hash.h"
#include "core/base/words.h"
#include "core/io/first_save.h"
#include "core/io/training_checkpoint.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace app {
namespace {

namespace fs = std::filesystem;

// Whether --resume finds a folder whose run was ended before anything of it was saved: the run then begins again.
bool beginsAgain(const TrainFlags& flags)
{
    std::error_code ignored;
    const fs::path folder(flags.out);
    return flags.resume && !core::hasTraining(folder) &&
           (core::isFirstSaveCut(folder) || (fs::is_directory(folder, ignored) && fs::is_empty(folder, ignored)));
}

// Before any work: a run never overwrites what is not its own.
void checkFolder(const TrainFlags& flags)
{
    const fs::path folder(flags.out);
    if (isStandardOutput(flags.out))
        throw core::error("--out {}: a model is a folder of files and cannot go to standard output; name a folder.",
                          flags.out);
    std::error_code ignored;
    if (flags.resume && !core::hasTraining(folder))
        throw core::error("{}: there is no training.safetensors in it, so no run to resume; leave out --resume.",
                          flags.out);
    if (!flags.resume && core::hasTraining(folder))
        throw core::error("{}: it already holds a training run; add --resume or choose another folder.", flags.out);
    if (!flags.resume)
        core::checkHoldsNoModel(folder);
    if (fs::is_directory(folder, ignored)) {
        checkWritable(folder / "model.safetensors");
    } else if (fs::exists(folder, ignored)) {
        throw core::error("{}: is a file; --out names a folder.", flags.out);
    } else {
        // The folder itself is made with the first checkpoint; its parent must be there now.
        const fs::path clean = folder.has_filename() ? folder : folder.parent_path();
        if (fs::is_symlink(clean, ignored))
            throw core::error("{}: is a link to a folder that does not exist; make that folder or choose another.",
                              flags.out);
        checkWritable(clean);
    }
}

core::Tokenizer tokenizerFor(const TrainFlags& flags, const TrainingPlan& plan, const std::string& text)
{
    if (flags.resume)
        return core::Tokenizer::load(fs::path(flags.out) / "tokenizer.json");
    if (!flags.tokenizer) {
        if (plan.model.vocabularySize < 256)
            throw core::error("train: the vocabulary must have at least 256 entries, one per byte, not {}.",
                              plan.model.vocabularySize);
        say(core::sentence("Training a tokenizer with {} entries on {} bytes …", plan.model.vocabularySize, text.size())
                .translated());
        return core::Tokenizer::train(text, plan.model.vocabularySize, interrupted);
    }
    core::Tokenizer tokenizer = core::Tokenizer::load(*flags.tokenizer);
    if (flags.vocabulary && *flags.vocabulary != tokenizer.size())
        throw core::error("{}: the tokenizer has {} entries, but --vocabulary asks for {}; leave that out.",
                          *flags.tokenizer, tokenizer.size(), *flags.vocabulary);
    return tokenizer;
}

std::vector<int> validationTokens(const TrainFlags& flags, const TrainingPlan& plan, const core::Tokenizer& tokenizer)
{
    if (!flags.validationFile)
        return {};
    std::vector<int> tokens = tokenizer.encode(readTexts({*flags.validationFile}, plan.book).text);
    if (tokens.size() < 2)
        throw core::error("{}: the text has {} token; validation needs at least two.", *flags.validationFile,
                          tokens.size());
    return tokens;
}

core::OrderedJson recordOf(const TrainFlags& flags, const TrainingPlan& plan, const TrainingText& text,
                           std::size_t tokens, const Invocation& invocation)
{
    core::OrderedJson files = core::OrderedJson::array();
    for (const TextFile& file : text.files)
        files.push_back({{"file", file.path}, {"bytes", file.bytes}, {"hash", core::hexOf(file.hash)}});
    core::OrderedJson record{
        {"program", programVersion()},
        {"command", invocation.commandText()},
        {"options", plan.training.toJson()},
        {"text_files", files},
        {"text", plan.book ? plan.book->toJson() : core::OrderedJson(nullptr)},
        {"bytes", text.text.size()},
        {"tokens", tokens},
        {"tokenizer", flags.tokenizer ? core::OrderedJson(*flags.tokenizer) : "trained on the text"},
        {"weights", flags.weights}};
    if (flags.validationFile)
        record["validation_file"] = *flags.validationFile;
    return record;
}

int runTrain(TrainFlags flags, const Invocation& invocation)
{
    weightTypeById(flags.weights);
    TrainingPlan plan = planOf(flags);
    if (beginsAgain(flags)) {
        say(core::sentence("{}: nothing of a run is saved in it yet, so it begins at the first step.", flags.out)
                .translated());
        flags.resume = false;
    }
    checkFolder(flags);
    const TrainingText text = readTexts(flags.textFiles, plan.book);
    core::Tokenizer tokenizer = tokenizerFor(flags, plan, text.text);
    plan.model.vocabularySize = tokenizer.size();
    checkMemoryOf(plan);
    const auto tokens = std::make_shared<const std::vector<int>>(tokenizer.encode(text.text));
    std::vector<int> validation = validationTokens(flags, plan, tokenizer);
    core::throwIfCancelled(interrupted);
    CommandPool pool(invocation.threads);
    TrainingRun training(flags, plan, std::move(tokenizer), tokens, std::move(validation),
                         recordOf(flags, plan, text, tokens->size(), invocation), pool);
    say(core::sentence("Training a model ({}) on {} tokens, {} steps of {} × {} tokens …", plan.model.encoding,
                       tokens->size(), plan.training.schedule.steps, plan.training.batch, plan.training.length)
            .translated());
    training.run();
    return 0;
}

void addModelOptions(CLI::App& command, TrainFlags& flags)
{
    command.add_option("--encoding", flags.encoding, "Position encoding: alibi, sinusoidal, …");
    command.add_option("--length", flags.length, "Tokens of a training sequence (64)");
    command.add_option("--width", flags.width, "Width of the residual stream (128)");
    command.add_option("--layers", flags.layers, "Layers (4)");
    command.add_option("--heads", flags.heads, "Attention heads per layer (8)");
    command.add_option("--feed-forward", flags.feedForward, "Width inside the feed-forward layers (4 × width)");
    command.add_option("--vocabulary", flags.vocabulary, "Entries of the tokenizer to train (1024)");
    command.add_option("--tokenizer", flags.tokenizer, "Use this tokenizer.json instead of training one");
}

void addTrainingOptions(CLI::App& command, TrainFlags& flags)
{
    command.add_option("--steps", flags.steps, "Training steps");
    command.add_option("--batch", flags.batch, "Sequences per step (32)");
    command.add_option("--learning-rate", flags.learningRate, "Highest learning rate (0.004)");
    command.add_option("--warmup", flags.warmup, "Steps to reach it (a tenth of all, at most 200)");
    command.add_option("--final-rate", flags.finalRate, "Part of it that is left at the end (0.05)");
    command.add_option("--weight-decay", flags.weightDecay, "Weight decay, on matrices (0.1)");
    command.add_option("--clip", flags.clip, "Largest norm of the gradient (1)");
    command.add_option("--seed", flags.seed, "Seed of the first weights and of the order of the text (1)");
}

void addFileOptions(CLI::App& command, TrainFlags& flags)
{
    command
        .add_option("--text-file", flags.textFiles,
                    "Text to learn from; - is standard input; may be given several times")
        ->required()
        ->allow_extra_args(false);
    command.add_flag("--clean-book", flags.cleanBook,
                     "Drop Project Gutenberg's header and footer, join lines, fold typographic characters");
    command.add_option("--validation-file", flags.validationFile, "Text whose perplexity is reported at checkpoints");
    command.add_option("--out", flags.out, "Folder for the model and the state of the run")->required();
    command.add_option("--config", flags.config,
                       "JSON file with \"model\", \"training\" and \"text\" options; those given here win");
    command.add_flag("--resume", flags.resume, "Go on with the interrupted run in --out; give the same options again");
    command.add_option("--checkpoint-every", flags.checkpointEvery, "Steps between two savings (500)")
        ->check(CLI::Range(1L, 1L << 40));
    command.add_option("--pause-after", flags.pauseAfter, "Save and end after so many steps, to --resume later")
        ->check(CLI::Range(1L, 1L << 40));
    command.add_option("--weights", flags.weights, "Numbers in model.safetensors: f32 (default), f16 or bf16")
        ->check(CLI::IsMember({"f32", "f16", "bf16"}));
}

} // namespace

void addTrain(CLI::App& root, Invocation& invocation)
{
    const auto flags = std::make_shared<TrainFlags>();
    CLI::App* command = addCommand(root, invocation, "train", "Train a model on texts");
    addModelOptions(*command, *flags);
    addTrainingOptions(*command, *flags);
    addFileOptions(*command, *flags);
    command->callback(
        [=, &invocation] { invocation.action = [=, &invocation] { return runTrain(*flags, invocation); }; });
}

} // namespace app
