// SPDX-License-Identifier: GPL-3.0-or-later
// What live training comes to on this machine: alibi_live_bench [seconds] [encoding …] (60, alibi and sinusoidal).
// Trains with the panel's defaults for so many seconds, prints perplexity by length of each run, then how fast the
// window answers while training goes on, and how fast it closes.
#include "core/eval/perplexity.h"
#include "core/train/held_out.h"
#include "ui/library/library.h"
#include "ui/main_window.h"
#include "ui/panels/train_form.h"
#include "ui/panels/train_panel.h"

#include <QApplication>
#include <QDockWidget>
#include <QEventLoop>
#include <QTimer>

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

core::SplitText passageTokens()
{
    const core::Tokenizer tokenizer = ui::builtinTokenizer();
    std::vector<std::vector<int>> documents;
    for (const ui::PassageInfo& passage : ui::passages())
        documents.push_back(tokenizer.encode(ui::loadText({core::TextKind::Passage, passage.id.toStdString()})->text));
    return core::holdOut(documents, tokenizer.encode("\n\n"));
}

void waitUntil(const std::function<bool()>& state)
{
    QEventLoop loop;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        if (state())
            loop.quit();
    });
    timer.start(2);
    loop.exec();
}

void rest(double seconds)
{
    const auto start = Clock::now();
    waitUntil([&] { return millisecondsSince(start) > 1000.0 * seconds; });
}

// A slider step around 512 tokens until all maps of both columns are there: 95th percentile of 60, in milliseconds.
double sliderStep(ui::MainWindow& window)
{
    std::vector<double> times;
    for (int i = 0; i < 60; ++i) {
        QEventLoop loop;
        QObject::connect(&window, &ui::MainWindow::pictureComplete, &loop, &QEventLoop::quit);
        const auto start = Clock::now();
        window.session().edit(QStringLiteral("length"), [&](core::Setup& e) { e.length = 450 + i; });
        loop.exec();
        times.push_back(millisecondsSince(start));
        rest(0.02);
    }
    std::sort(times.begin(), times.end());
    return times[times.size() * 95 / 100];
}

void printPerplexities(const std::vector<ui::LiveModel>& models, core::ThreadPool& pool)
{
    const core::SplitText text = passageTokens();
    const std::vector<int> lengths{32, 64, 256, 1024, 2048};
    fmt::print("{:<34}", "perplexity at length");
    for (const int length : lengths)
        fmt::print("{:>8}", length);
    fmt::print("\n");
    for (const bool learned : {true, false})
        for (const ui::LiveModel& model : models) {
            fmt::print("{:<34}", fmt::format("{}, {}", model.encoding.toStdString(),
                                             learned ? "text that was learned" : "held out"));
            for (const int length : lengths) {
                core::EvaluationOptions options;
                options.length = length;
                const std::vector<int>& tokens = learned ? *text.training : text.heldOut;
                if (static_cast<std::size_t>(length) < tokens.size() &&
                    length <= model.checkpoint->model.encoding().longestInput())
                    fmt::print("{:>8.1f}", core::evaluate(model.checkpoint->model, tokens, options, pool).perplexity);
                else
                    fmt::print("{:>8}", "-");
            }
            fmt::print("\n");
        }
}

} // namespace

int main(int argc, char** argv)
{
    const QApplication application(argc, argv);
    const double seconds = argc > 1 ? std::stod(argv[1]) : 60.0;
    core::ThreadPool pool(0, core::Priority::Background);
    auto window = std::make_unique<ui::MainWindow>(pool);
    window->resize(1600, 900);
    window->session().start(ui::startSetup());
    window->show();
    window->findChild<QDockWidget*>(QStringLiteral("train"))->show();
    auto& panel = *window->findChild<ui::TrainPanel*>();
    ui::LiveTraining& training = panel.training();
    ui::LivePlan plan = panel.form().plan();
    if (argc > 2) {
        plan.encodings.assign(argv + 2, argv + argc);
        training.prepare(plan);
    }
    waitUntil([&] { return training.view()->runs.size() == plan.encodings.size() && !window->session().isBusy(); });
    const double quiet = sliderStep(*window);
    waitUntil([&] { return !window->session().isBusy(); });

    training.play();
    rest(seconds);
    training.pause();
    std::vector<ui::LiveModel> models;
    QObject::connect(&training, &ui::LiveTraining::modelsTaken,
                     [&](const std::vector<ui::LiveModel>& taken) { models = taken; });
    training.takeModels();
    waitUntil([&] { return !models.empty(); });
    fmt::print("{:.0f} s, {} threads, size {}, length {}, learning rate {:g}\n", seconds, pool.threads(), plan.size,
               plan.length, plan.learningRate);
    for (const ui::LiveRunView& run : training.view()->runs)
        fmt::print("{:<34}{} steps, {} tokens, loss {:.2f}, {:.0f} tokens/s in its own {:.1f} s\n",
                   run.encoding.toStdString(), run.step, run.tokens, run.loss, run.tokensPerSecond, run.seconds);
    printPerplexities(models, pool);

    training.play();
    fmt::print("slider step at 512, all maps (95th percentile): {:.1f} ms, while training {:.1f} ms\n", quiet,
               sliderStep(*window));
    const auto start = Clock::now();
    window.reset();
    fmt::print("closing while training: {:.0f} ms\n", millisecondsSince(start));
    return 0;
}
