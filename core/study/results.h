// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/json.h"
#include "core/base/words.h"
#include "core/eval/perplexity.h"
#include "core/io/checkpoint.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// What every study is made on, says and leaves behind: plain values, so that command line and window share them.

// A model together with the text as its tokenizer reads it.
struct Subject
{
    std::string id;     // as given: a folder or "builtin:NAME"
    std::string hash;   // Checkpoint::hash
    std::string sha256; // of model.safetensors; may be empty
    Transformer<float> model;
    std::vector<int> tokens;
    std::vector<int> tokenBytes; // how many bytes of text each stands for; empty when bare ids were given

    std::string name() const; // for messages: "ALiBi-64" for what is inside the program, else the folder
};
Subject subjectOf(std::string id, std::string sha256, const Checkpoint& checkpoint, std::vector<int> tokens,
                  bool fromText);

// A subject as reports remember it.
struct ModelRecord
{
    std::string id, hash, sha256, encoding;
    int trainingLength = 0;
    Index tokens = 0;                  // of the text
    std::optional<Index> longestInput; // none: it takes any length
    bool limited = false;              // its curve ends there, before the others'
};
// Why the curve of a model that is limited ends.
Sentence limitOf(const ModelRecord& model);

struct Quantity
{
    std::string name;
    double value = 0.0; // NaN: there is none (null in JSON, an empty cell in CSV)
};

struct Series // one value per position in a window, from 0
{
    std::string name;
    std::vector<double> values;
};

// Some numbers found under the same conditions. A condition that does not apply keeps its default and is left out of
// JSON, an empty cell in CSV.
struct Measurement
{
    std::size_t model = 0;              // index in StudyResults::models
    Index length = 0;                   // tokens the model reads at a time
    std::optional<Windowing> windowing; // how the text was cut
    Index stride = 0;                   // tokens from window to window
    int layer = -1;
    int head = -1;
    Index context = 0; // tokens that were left to read (occlusion)
    std::vector<Quantity> quantities;
    std::vector<Series> series;

    double value(std::string_view quantity) const; // NaN: there is none of that name
    const std::vector<double>* seriesOf(std::string_view name) const;
};

struct StudyResults
{
    std::string study;     // "extrapolation", "windows", "short-long", "reach"
    bool complete = false; // false: cancelled; what was finished by then is here
    std::string command;
    std::string program;
    std::uint64_t seed = 0;
    OrderedJson input;                            // what was read
    OrderedJson settings = OrderedJson::object(); // of this study
    std::vector<ModelRecord> models;
    std::vector<Measurement> measurements;
    OrderedJson paper; // the paper's numbers beside ours, when asked for

    // Those of one model that have the quantity, in the order they were made.
    std::vector<const Measurement*> with(std::string_view quantity, std::size_t model) const;

    OrderedJson toJson() const;
    std::string toJsonText() const; // as it stands in files
    // name: the file, for messages. Throws Error for what toJson() did not write.
    static StudyResults fromJson(const OrderedJson& json, std::string_view name);
    // One line per number: study, model, encoding, training_length, length, windowing, stride, layer, head,
    // context, position, quantity, value, complete, seed, model_hash, model_sha256, command.
    std::string toCsv() const;
};

// How a caller follows a study. Functions may be empty.
struct StudyWatch
{
    Cancel cancel;                             // true: end within 50 ms; asked from any thread
    std::function<void(double done)> progress; // 0 … 1, from any thread; time left: core/base/time_left.h
    std::function<void(const StudyResults& soFar)> partial; // after every finished measurement, from the calling thread
    // How many of all pieces of work are finished: before the first and before every `partial`, from the calling
    // thread.
    std::function<void(std::size_t finished, std::size_t all)> pieces;
};

// For studies: pieces of work that are done in turn.
struct Piece
{
    double work = 1.0; // compared to the other pieces
    std::function<std::vector<Measurement>(const WindowWatch& watch)> run;
};
// Adds what each piece measures to the results. Cancelled, they come back incomplete and are not thrown away.
StudyResults conduct(StudyResults results, const std::vector<Piece>& pieces, const StudyWatch& watch);

// Results with the models in them and nothing measured yet. Throws Error when there are none, or one has no two tokens
// to read.
StudyResults resultsOf(std::string_view study, std::span<const Subject> subjects);

// One evaluation as a measurement: scored_tokens, nll, perplexity and, for a text, bits_per_byte.
Measurement measurementOf(const Evaluation& evaluation, std::size_t model, std::span<const int> scoredBytes);

} // namespace core
