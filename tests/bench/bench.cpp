// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the program is on this machine, in one run: the multiply-add peak, forward passes, training, the window.
// Prints a table and, with --json F, writes the same numbers. --pytorch F reads what pytorch.py measured.
#include "core/base/random.h"
#include "core/io/atomic_file.h"
#include "core/layers/simd.h"
#include "core/model/generate.h"
#include "core/model/trace.h"
#include "core/position/slope_rules.h"
#include "core/train/trainer.h"
#include "tests/bench/growth.h"
#include "tests/bench/window.h"
#include "ui/library/library.h"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace core;
using bench::Clock;
using bench::median;

// Multiply-adds on registers alone, on every thread at once.
double peakGflops(ThreadPool& pool)
{
    constexpr int rounds = 4'000'000;
    constexpr int chains = 12; // enough to cover the latency of a multiply-add
    const double ms = median([&] {
        pool.forEach(pool.threads(), [](int) {
            using V = simd::FloatVector;
            const V m = simd::broadcast(0.999F);
            // Different starts: equal chains would be merged into one.
            V a = m + 1.0F, b = m + 2.0F, c = m + 3.0F, d = m + 4.0F, e = m + 5.0F, f = m + 6.0F;
            V g = m + 7.0F, h = m + 8.0F, i = m + 9.0F, j = m + 10.0F, k = m + 11.0F, l = m + 12.0F;
            for (int r = 0; r < rounds; ++r) {
                a = a * m + m, b = b * m + m, c = c * m + m, d = d * m + m, e = e * m + m, f = f * m + m;
                g = g * m + m, h = h * m + m, i = i * m + m, j = j * m + m, k = k * m + m, l = l * m + m;
            }
            volatile float kept = (a + b + c + d + e + f + g + h + i + j + k + l)[0];
            (void)kept;
        });
    });
    return 2.0 * simd::kLanes<float> * chains * rounds * pool.threads() / ms * 1e-6;
}

// Causal attention counted once: 2 T parameters + 2 layers T² width.
double usefulFlops(const ModelConfig& config, double parameters, double length)
{
    return 2.0 * length * parameters + 2.0 * config.layers * length * length * config.width;
}

std::vector<int> randomTokens(Index count)
{
    Random random(7);
    std::vector<int> tokens;
    for (Index i = 0; i < count; ++i)
        tokens.push_back(static_cast<int>(random.below(1024)));
    return tokens;
}

class Bench
{
public:
    Bench(Json pytorch, Json kept)
        : m_pytorch(std::move(pytorch))
        , m_kept(std::move(kept))
        , m_peak(peakGflops(m_pool))
    {
        m_result["peak_gflops"] = m_peak;
        fmt::print("{} threads, {}-byte vectors, multiply-add peak {:.0f} GFLOP/s\n", m_pool.threads(), simd::kBytes,
                   m_peak);
        fmt::print("{:<26}{:>10}{:>9}{:>12}{:>9}{:>14}{:>9}\n", "", "ours", "of peak", "PyTorch", "ratio",
                   "memory kept", "ratio");
    }

    void forwardPasses()
    {
        const auto checkpoint = ui::loadModel("builtin:alibi-64");
        const double parameters = static_cast<double>(checkpoint->model.parameters().layout().size());
        const std::vector<int> tokens = randomTokens(4096);
        for (const int length : {64, 128, 512, 1024, 2048, 4096}) {
            const double ms = median(
                [&] { forward(checkpoint->model, std::span(tokens).first(static_cast<std::size_t>(length)), m_pool); });
            const double share = usefulFlops(checkpoint->model.config(), parameters, length) / ms * 1e-6 / m_peak;
            row("forward", std::to_string(length), "ms", ms, share, false);
        }
    }

    // The pass after one head's slope has changed, which goes on from the last one, and one that does not.
    void changedSlope()
    {
        const Transformer<float> model = ui::loadModel("builtin:alibi-64")->model;
        std::vector<double> slopes = officialSlopes(model.config().heads);
        slopes[0] *= 0.9;
        const std::vector<int> tokens = randomTokens(4096);
        for (const int length : {512, 2048, 4096}) {
            const auto given = std::span(tokens).first(static_cast<std::size_t>(length));
            Transformer<float> next = model.withEncodingOptions({{"alibi_slopes", slopes}});
            Transformer<float> last = model;
            auto trace = forward(last, given, m_pool);
            const double ms = median([&] {
                trace = forward(next, given, m_pool, {}, trace.get());
                std::swap(next, last);
            });
            const double afresh = median([&] {
                trace = forward(next, given, m_pool);
                std::swap(next, last);
            });
            m_result["changed_slope"][std::to_string(length)] = {{"ms", ms}, {"afresh_ms", afresh}};
            fmt::print("{:<26}{:>10.1f} ms, afresh {:.1f} ms\n", fmt::format("changed slope {}", length), ms, afresh);
        }
    }

    void training()
    {
        for (const auto& [batch, length] : {std::pair{32, 64}, std::pair{16, 128}}) {
            const auto [perSecond, share] = trainingOf("alibi", batch, length);
            row("train", fmt::format("{}x{}", batch, length), "tokens_per_s", perSecond, share, true);
        }
        Json& others = m_result["train"]["32x64"]["encodings"];
        for (const auto& entry : encodings<float>()) {
            const auto [perSecond, share] = trainingOf(std::string(entry.id), 32, 64);
            others[std::string(entry.id)] = {{"tokens_per_s", perSecond}, {"share_of_peak", share}};
            fmt::print("{:<26}{:>10.0f}{:>8.0f}%\n", fmt::format("  {} 32x64", entry.id), perSecond, 100.0 * share);
        }
    }

    // Tokens a second, share of the peak.
    std::pair<double, double> trainingOf(const std::string& encoding, int batch, int length)
    {
        ModelConfig config = ui::loadModel("builtin:alibi-64")->model.config();
        config.encoding = encoding;
        config.encodingOptions = Json::object();
        TrainingOptions options;
        options.batch = batch;
        options.length = config.trainingLength = length;
        options.schedule.steps = 1'000'000;
        Trainer trainer(config, options, std::make_shared<const std::vector<int>>(randomTokens(200'000)), m_pool);
        const double ms = median([&] { trainer.step(); });
        const double parameters = static_cast<double>(trainer.weights()->layout().size());
        return {static_cast<double>(trainer.tokensPerStep()) / ms * 1e3,
                3.0 * batch * usefulFlops(config, parameters, length) / ms * 1e-6 / m_peak};
    }

    // One token after another behind a text of 1024.
    void generation()
    {
        constexpr int count = 200;
        const auto checkpoint = ui::loadModel("builtin:alibi-64");
        const std::vector<int> prompt = randomTokens(1024);
        std::vector<double> times;
        auto before = Clock::now();
        GenerateOptions options;
        options.tokens = count;
        generate(checkpoint->model, prompt, options, m_pool, [&](int) {
            times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
            before = Clock::now();
        });
        times.erase(times.begin()); // it read the prompt
        std::nth_element(times.begin(), times.begin() + count / 2, times.end());
        m_result["generate"]["1024"]["ms_per_token"] = times[count / 2];
        fmt::print("{:<26}{:>10.2f} ms a token behind 1024\n", "generate", times[count / 2]);
    }

    void window(bench::TimedApplication& application, Clock::time_point programStart)
    {
        m_result.update(bench::measureWindow(application, m_pool, programStart));
    }

    void views(bench::TimedApplication& application) { m_result["views"] = bench::measureViews(application, m_pool); }

    void growth(const QString& picture)
    {
        m_result["growth"] = bench::measureGrowth(m_pool, m_kept.value("forward", Json::object()), picture);
    }

    const Json& result() const { return m_result; }

private:
    void row(const std::string& group, const std::string& key, const std::string& unit, double ours, double share,
             bool moreIsBetter)
    {
        Json& entry = m_result[group][key];
        entry[unit] = ours;
        entry["share_of_peak"] = share;
        fmt::print("{:<26}{:>10.1f}{:>8.0f}%", group + " " + key + " " + unit, ours, 100.0 * share);
        for (const auto& [json, name, width] :
             {std::tuple(&m_pytorch, "pytorch_", 12), std::tuple(&m_kept, "pytorch_kept_", 14)}) {
            const double theirs = json->value(Json::json_pointer("/" + group + "/" + key), 0.0);
            if (theirs <= 0.0) {
                fmt::print("{:>{}}{:>9}", "-", width, "-");
                continue;
            }
            entry[name + unit] = theirs;
            fmt::print("{:>{}.1f}{:>9}", theirs, width,
                       fmt::format("{:.1f}x", moreIsBetter ? ours / theirs : theirs / ours));
        }
        fmt::print("\n");
    }

    ThreadPool m_pool{0, Priority::Background}; // as the program's
    Json m_pytorch;                             // as it is
    Json m_kept;                                // with memory that is kept
    double m_peak;
    Json m_result;
};

Json measuredByPytorch(const std::string& file)
{
    return file.empty() ? Json::object() : Json::parse(core::readFileBytes(file, 1 << 20));
}

} // namespace

int main(int argc, char** argv)
{
    const auto start = Clock::now();
    CLI::App arguments("How fast ALiBi Lab is on this machine.");
    std::string json;
    std::string picture;
    std::string only;
    std::string pytorch;
    std::string kept;
    int memoryAt = 0;
    arguments.add_option("--json", json, "Write the numbers to this file, too");
    arguments.add_option("--growth", picture, "Draw time and memory by length into this PNG file");
    arguments.add_option("--only", only, "Measure only that part")
        ->check(CLI::IsMember({"window", "views", "numbers", "growth"}));
    arguments.add_option("--pytorch", pytorch, "What pytorch.py printed")->check(CLI::ExistingFile);
    arguments.add_option("--pytorch-kept", kept, "The same with memory that is kept")->check(CLI::ExistingFile);
    arguments.add_option("--memory-at", memoryAt, "Only print the megabytes that the window needs at this length");
    CLI11_PARSE(arguments, argc, argv);
    bench::TimedApplication application(argc, argv);
    if (memoryAt > 0) {
        ThreadPool pool(0, Priority::Background);
        bench::printMemory(pool, memoryAt);
        return 0;
    }
    const double qtReady = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    Bench all(measuredByPytorch(pytorch), measuredByPytorch(kept));
    if (only.empty() || only == "window")
        all.window(application, Clock::now() - std::chrono::microseconds(static_cast<long>(qtReady * 1e3)));
    if (only.empty() || only == "views")
        all.views(application);
    if (only.empty() || only == "numbers") {
        all.forwardPasses();
        all.changedSlope();
        all.training();
        all.generation();
    }
    if (only.empty() || only == "growth")
        all.growth(QString::fromStdString(picture));
    if (!json.empty())
        core::writeFileAtomically(json, all.result().dump(2) + "\n");
    return 0;
}
