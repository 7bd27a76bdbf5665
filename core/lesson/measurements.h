// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/parallel.h"
#include "core/io/checkpoint.h"
#include "core/lesson/expression.h"
#include "core/setup/setup.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace core {

// Where models and texts come from. Both throw Error for names that they do not know, Cancelled when told so, and are
// called on any thread.
struct LessonSources
{
    std::function<std::shared_ptr<const Checkpoint>(const std::string& model, const Cancel& cancel)> model;
    std::function<std::string(const std::string& passage, const Cancel& cancel)> text;
};

// Answers what lessons measure (functions.h), each question once: equal ones are remembered. Settings of a call:
//   text           one word: a passage of the program; several words: that text itself. Without it "lighthouse"
//   tokens         only so many tokens of it are read
//   windows        nonoverlapping (without it) or sliding, with `stride` (without it half the length); perplexity.h
// All others are options of the encoding, see Transformer::withEncodingOptions. Layers, heads, positions count from 0.
// Any thread.
class Measurements
{
public:
    Measurements(LessonSources sources, ThreadPool& pool);
    ~Measurements();

    // call.arguments[0], where it is a model, is a word. Throws Error for what cannot be measured, saying what to do.
    double of(const Call& call, const Cancel& cancel = {});

private:
    struct Options;
    struct Reading;
    class Work;

    LessonSources m_sources;
    ThreadPool& m_pool;
    std::mutex m_mutex; // of what follows
    std::map<std::string, double> m_known;
    std::map<std::string, std::shared_ptr<const Checkpoint>> m_models;
    std::map<std::string, std::shared_ptr<const Reading>> m_readings;
};

// What a window shows while a lesson is open, as far as lessons ask for it.
struct LessonState
{
    Setup setup;
    std::optional<std::pair<Index, Index>> cell; // the chosen one: query, key
    long trainingStep = 0;                       // of the live training, 0: none
    long trainingLength = 0;
};

// Answers everything: what a model measures, and what the window shows where there is one.
class LessonFacts : public Facts
{
public:
    LessonFacts(Measurements& measurements, std::optional<LessonState> state, Cancel cancel = {});
    Value of(const Call& call) override;

private:
    Value ofState(const Call& call) const;
    // The model of the column it names by a number, with that column's switches.
    Call withColumn(const Call& call) const;
    const Column& column(const Value& number) const;

    Measurements& m_measurements;
    std::optional<LessonState> m_state;
    Cancel m_cancel;
};

} // namespace core
