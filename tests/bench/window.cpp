// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/window.h"

#include "ui/library/library.h"
#include "ui/main_window.h"
#include "ui/plot/token_page.h"
#include "ui/tour.h"
#include "ui/views/view.h"

#include <QAbstractEventDispatcher>
#include <QEventLoop>
#include <QProcess>
#include <QScrollBar>
#include <QTimer>

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <deque>

namespace bench {
namespace {

using Change = std::function<void(core::Setup&, int step)>;

constexpr double kPause = 0.2; // ms between two events that the thread did not spend on one of them
constexpr auto kFrame = std::chrono::microseconds(16667);

// One scripted drag: a change every sixtieth of a second, whether or not the last one is on screen yet, as a hand does
// it. A change counts as shown when the maps of both models that were made for it, or for a later one, are painted.
class Drag
{
public:
    Drag(TimedApplication& application, ui::MainWindow& window, Change change)
        : m_application(application)
        , m_window(window)
        , m_change(std::move(change))
    {
        QObject::connect(&window.session(), &ui::Session::detailReady, &m_context,
                         [this](const ui::DetailReady& answer) { arrived(answer); });
        application.onPainted([this] { painted(); });
    }

    ~Drag() { m_application.onPainted({}); }

    // Milliseconds from each change to its picture.
    std::vector<double> run(double seconds)
    {
        m_window.session().beginInteraction();
        const auto start = Clock::now();
        auto next = start;
        QTimer tick;
        tick.setTimerType(Qt::PreciseTimer);
        tick.setSingleShot(true);
        QObject::connect(&tick, &QTimer::timeout, &m_context, [&] {
            if (millisecondsSince(start) > 1000.0 * seconds) {
                m_ended = true;
                return endIfShown();
            }
            m_changes.push_back({m_window.session().newestRequest() + 1, Clock::now()});
            m_window.session().edit(QStringLiteral("drag"), [this](core::Setup& e) { m_change(e, m_step++); });
            next = std::max(next + kFrame, Clock::now());
            tick.start(std::chrono::duration_cast<std::chrono::milliseconds>(next - Clock::now()));
        });
        tick.start(0);
        m_loop.exec();
        m_window.session().endInteraction();
        return m_latencies;
    }

private:
    struct Made
    {
        long request; // the first that has it
        Clock::time_point at;
    };

    void arrived(const ui::DetailReady& answer)
    {
        if (answer.column == 1)
            m_first = answer.number;
        else if (answer.number == m_first)
            m_arrived = answer.number;
    }

    void painted()
    {
        while (!m_changes.empty() && m_changes.front().request <= m_arrived) {
            m_latencies.push_back(millisecondsSince(m_changes.front().at));
            m_changes.pop_front();
        }
        endIfShown();
    }

    void endIfShown()
    {
        if (m_ended && m_changes.empty())
            m_loop.quit();
    }

    TimedApplication& m_application;
    ui::MainWindow& m_window;
    Change m_change;
    QObject m_context;
    std::deque<Made> m_changes; // not shown yet
    std::vector<double> m_latencies;
    int m_step = 0;
    long m_first = 0;   // newest request with the first column's map
    long m_arrived = 0; // with both
    QEventLoop m_loop;
    bool m_ended = false;
};

void await(ui::MainWindow& window, const std::function<void()>& act)
{
    QEventLoop loop;
    QObject::connect(&window, &ui::MainWindow::pictureComplete, &loop, &QEventLoop::quit);
    QTimer::singleShot(0, &window, act);
    loop.exec();
}

void awaitRest(ui::MainWindow& window)
{
    QEventLoop loop;
    QTimer tick;
    int quiet = 0;
    QObject::connect(&tick, &QTimer::timeout, &loop, [&] {
        quiet = ui::isAtRest(window) ? quiet + 1 : 0;
        if (quiet == 4)
            loop.quit();
    });
    tick.start(15);
    loop.exec();
}

void setLength(ui::MainWindow& window, int length)
{
    if (window.session().setup().length == length)
        return;
    await(window, [&] { window.session().edit(QStringLiteral("length"), [&](core::Setup& e) { e.length = length; }); });
}

// There and back again over `span` steps.
int swing(int step, int span) { return std::abs(step % (2 * span) - span); }

// Changes to the same length and back, so that all maps are made anew each time.
double allHeads(ui::MainWindow& window, int length)
{
    std::vector<double> times;
    for (int i = 0; i < 12; ++i) {
        const auto start = Clock::now();
        setLength(window, length - 12 + i);
        times.push_back(millisecondsSince(start));
    }
    return percentile(times, 95);
}

// What is dragged, by name. The ALiBi model is in the first column.
std::vector<std::pair<std::string, Change>> kindsOfDrags(int length)
{
    return {{"slider", [length](core::Setup& e, int step) { e.length = length - 1 - swing(step, length / 8); }},
            {"slope",
             [](core::Setup& e, int step) {
                 e.columns[0].slopes = {
                     0.5 + 0.001 * swing(step, 300), 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625};
             }},
            {"stage", [](core::Setup& e, int step) { e.view.stage = static_cast<core::Stage>(step % 4); }},
            {"head", [](core::Setup& e, int step) { e.view.head = swing(step, 7); }}};
}

// One after the other; `seconds` for what changes the pass, a third of that for the others.
core::Json measureDrags(TimedApplication& application, ui::MainWindow& window, int length, double seconds)
{
    core::Json result;
    for (const auto& [name, change] : kindsOfDrags(length)) {
        const bool isLong = name == "slider" || name == "slope";
        const std::vector<double> latencies = Drag(application, window, change).run(isLong ? seconds : seconds / 3.0);
        result[name + "_median_ms"] = percentile(latencies, 50);
        result[name + "_p95_ms"] = percentile(latencies, 95);
        await(window, [&] {
            window.session().edit(QStringLiteral("back"), [](core::Setup& e) {
                e.view.stage = core::Stage::Weights;
                e.columns[0].slopes.clear();
                ++e.length;
            });
        });
    }
    return result;
}

core::Json drags(TimedApplication& application, ui::MainWindow& window, int length)
{
    setLength(window, length);
    core::Json result = measureDrags(application, window, length, 10.0);
    std::string row;
    for (const auto& [name, change] : kindsOfDrags(length))
        row += fmt::format("{} {:.1f}, ", name, result[name + "_p95_ms"].get<double>());
    result["all_heads_p95_ms"] = allHeads(window, length);
    fmt::print("{:<22}{}all 64 heads {:.1f} ms (95th percentile)\n", fmt::format("window at {}", length), row,
               result["all_heads_p95_ms"].get<double>());
    return result;
}

// How much memory the window with both models needs at most, each length in a process of its own.
double memoryAt(int length)
{
    const QString program = QCoreApplication::applicationFilePath();
    QProcess process;
    process.start(program, {QStringLiteral("--memory-at"), QString::number(length)});
    process.waitForFinished(-1);
    return process.readAllStandardOutput().trimmed().split('\n').last().toDouble();
}

} // namespace

TimedApplication::TimedApplication(int& argc, char** argv)
    : ui::Application(argc, argv)
{}

bool TimedApplication::notify(QObject* receiver, QEvent* event)
{
    const QEvent::Type type = event->type(); // the event may be gone afterwards
    const bool outermost = m_depth++ == 0;
    const auto start = Clock::now();
    if (outermost && millisecondsSince(m_end) > kPause)
        m_start = start;
    const bool handled = ui::Application::notify(receiver, event);
    if (type == QEvent::UpdateRequest && m_painted)
        m_painted();
    --m_depth;
    if (outermost) {
        m_end = Clock::now();
        m_longestEvent = std::max(m_longestEvent, millisecondsSince(start));
        m_longestStretch = std::max(m_longestStretch, millisecondsSince(m_start));
    }
    return handled;
}

// With each view open in turn, what drags take as a ratio to that with none.
core::Json viewsAt(TimedApplication& application, ui::MainWindow& window, int length)
{
    std::vector<std::string> views{"none"};
    for (const ui::View& view : ui::allViews())
        if (view.place != ui::Place::Window)
            views.push_back(view.id);
    fmt::print("{:<12}", fmt::format("{} tokens", length));
    for (const auto& [name, change] : kindsOfDrags(length))
        fmt::print("{:>12} (p95 ms, ratio)", name);
    fmt::print("{:>22}\n", "longest event (ms)");
    core::Json result;
    const auto openOnly = [&](const std::string& open) {
        for (const std::string& id : views)
            if (id != "none")
                window.showView(id, id == open);
        window.selection().choose(0, {40, 20}); // what some views are about
        awaitRest(window);
    };
    openOnly("none");
    measureDrags(application, window, length, 1.0); // the first ones find nothing ready
    for (const std::string& open : views) {
        openOnly(open);
        application.forget();
        core::Json& times = result[open] = measureDrags(application, window, length, 3.0);
        times["longest_event_ms"] = application.longestEvent();
        fmt::print("{:<12}", open);
        for (const auto& [name, change] : kindsOfDrags(length)) {
            const double none = result["none"][name + "_p95_ms"];
            const double ratio = times[name + "_p95_ms"].get<double>() / none;
            times[name + "_ratio"] = ratio;
            fmt::print("{:>19.1f} {:>10.2f}", times[name + "_p95_ms"].get<double>(), ratio);
        }
        fmt::print("{:>22.1f}\n", application.longestEvent());
        std::fflush(stdout);
    }
    return result;
}

// From top to bottom of the longest text a window reads at once, a third of a page at a time: until each is painted.
core::Json measureScroll(ui::MainWindow& window)
{
    constexpr int length = 16384;
    await(window, [&] {
        window.session().open(QStringLiteral("all"), [](core::Setup& e) {
            e.text = {core::TextKind::Passage, "all"};
            e.length = length;
        });
    });
    window.showView("tokens", true);
    awaitRest(window);
    auto* page = window.view("tokens")->findChild<ui::TokenPage*>();
    QScrollBar* bar = page->verticalScrollBar();
    std::vector<double> times;
    for (int value = 0; value <= bar->maximum(); value += std::max(1, bar->pageStep() / 3)) {
        const auto start = Clock::now();
        bar->setValue(value);
        page->viewport()->repaint();
        times.push_back(millisecondsSince(start));
    }
    const core::Json result{{"median_ms", percentile(times, 50)},
                            {"p95_ms", percentile(times, 95)},
                            {"most_ms", *std::ranges::max_element(times)}};
    fmt::print("{:<22}{} tokens, {} steps: median {:.1f} ms, 95th percentile {:.1f} ms, longest {:.1f} ms\n",
               "scrolling the text", page->tokens(), times.size(), result["median_ms"].get<double>(),
               result["p95_ms"].get<double>(), result["most_ms"].get<double>());
    return result;
}

core::Json measureViews(TimedApplication& application, core::ThreadPool& pool)
{
    ui::MainWindow window(pool);
    window.resize(1440, 900);
    window.show();
    await(window, [&] { window.session().start(ui::startSetup()); });
    core::Json result;
    for (const int length : {512, 2048}) {
        setLength(window, length);
        result[std::to_string(length)] = viewsAt(application, window, length);
    }
    result["scroll"] = measureScroll(window);
    return result;
}

core::Json measureWindow(TimedApplication& application, core::ThreadPool& pool, Clock::time_point programStart)
{
    core::Json result;
    ui::MainWindow window(pool);
    window.resize(1440, 900);
    window.show();
    await(window, [&] { window.session().start(ui::startSetup()); });
    result["first_picture_ms"] = millisecondsSince(programStart);
    fmt::print("{:<22}{:.0f} ms\n", "first picture", result["first_picture_ms"].get<double>());
    application.forget();
    core::Json& drag = result["window"];
    for (const int length : {512, 2048})
        drag[std::to_string(length)] = drags(application, window, length);
    drag["gui_longest_busy_ms"] = application.longestEvent();
    drag["gui_longest_stretch_ms"] = application.longestStretch();
    setLength(window, 4096);
    drag["4096"]["all_heads_p95_ms"] = allHeads(window, 4096);
    fmt::print("{:<22}all 64 heads {:.1f} ms; longest event {:.1f} ms, without a pause {:.1f} ms\n", "window at 4096",
               drag["4096"]["all_heads_p95_ms"].get<double>(), application.longestEvent(),
               application.longestStretch());
    for (const int length : {4096, 16384})
        result[fmt::format("rss_{}_mb", length)] = memoryAt(length);
    fmt::print("{:<22}{:.0f} MB resident at most at 4096 tokens, {:.0f} MB at 16,384\n", "memory, two models",
               result["rss_4096_mb"].get<double>(), result["rss_16384_mb"].get<double>());
    return result;
}

void printMemory(core::ThreadPool& pool, int length)
{
    ui::MainWindow window(pool);
    window.resize(1440, 900);
    window.show();
    core::Setup setup = ui::startSetup();
    setup.text = {core::TextKind::Passage, "all"};
    setup.length = length;
    await(window, [&] { window.session().start(setup); });
    fmt::print("{:.1f}\n", megabytes("VmHWM"));
}

} // namespace bench
