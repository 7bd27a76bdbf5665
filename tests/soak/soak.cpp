// SPDX-License-Identifier: GPL-3.0-or-later
// Uses the window as nobody would, at random but the same for the same seed:
//   soak [SECONDS] [SEED]       nine windows one after the other, used for 180 s over all: what is in use once each is
//                               closed must be what it was a third of the time after the start: memory (within 2 % of
//                               an open window's), threads and open files; Qt must have remarked on nothing
//   soak --close [COUNT] [SEED] COUNT windows (200), each closed in the middle of something: none may take longer than
//                               ALIBI_SLOWEST_CLOSE ms (200)
//   soak --leak                 loses memory in the middle of Qt's event loop, so that it can be seen that the leak
//                               detector tells
// Needs no display. Exit code 1: one of these does not hold, and it is said which.
#include "core/base/large_buffer.h"
#include "ui/application.h"
#include "ui/library/library.h"
#include "ui/main_window.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kMemoryIsOurs = false; // a sanitizer keeps what was given back
#else
constexpr bool kMemoryIsOurs = true;
#endif

constexpr int kRounds = 9;

int remarks = 0;

void countRemark(QtMsgType, const QMessageLogContext&, const QString& message)
{
    // About the surroundings of a test without a display, and the machine's fonts.
    for (const char* surroundings : {"This plugin does not support", "XDG_RUNTIME_DIR", "OpenType support missing"})
        if (message.contains(QLatin1String(surroundings)))
            return;
    std::fprintf(stderr, "Qt: %s\n", qPrintable(message));
    ++remarks;
}

long fieldOf(const char* file, const std::string& field)
{
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(field))
            return std::atol(line.c_str() + field.size());
    return 0;
}

// What was given back and is kept for later does not count.
long kilobytesInUse()
{
#if defined(__GLIBC__)
    const auto use = ::mallinfo2();
    return static_cast<long>((use.uordblks + use.hblkhd) / 1024);
#else
    return fieldOf("/proc/self/status", "RssAnon:");
#endif
}

struct Use
{
    long kilobytes = kilobytesInUse();
    long threads = fieldOf("/proc/self/status", "Threads:");
    long files = std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
};

class Hand
{
public:
    Hand(ui::MainWindow& window, std::mt19937& random)
        : m_window(window)
        , m_random(random)
    {
        // Whatever opens and waits for an answer gets none.
        QObject::connect(&m_dismiss, &QTimer::timeout, &window, [] {
            if (QWidget* open = QApplication::activeModalWidget())
                open->close();
            if (QWidget* open = QApplication::activePopupWidget())
                open->close();
        });
        m_dismiss.start(150);
    }

    void actOnce()
    {
        const int kind = below(10);
        if (kind < 4)
            typeKey();
        else if (kind < 6)
            triggerAction();
        else if (kind < 8)
            moveMouse();
        else
            useControl();
        QTest::qWait(below(4) == 0 ? below(400) : below(40));
    }

private:
    int below(int end) { return std::uniform_int_distribution<>(0, end - 1)(m_random); }

    template <typename T>
    T* any(const std::vector<T*>& from)
    {
        return from.empty() ? nullptr : from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
    }

    void typeKey()
    {
        static constexpr Qt::Key keys[] = {Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Left, Qt::Key_Right,
                                           Qt::Key_Up,     Qt::Key_Down,     Qt::Key_Home, Qt::Key_Space,
                                           Qt::Key_Escape, Qt::Key_1,        Qt::Key_4,    Qt::Key_Tab};
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus != nullptr ? focus : &m_window, keys[below(static_cast<int>(std::size(keys)))]);
    }

    void triggerAction()
    {
        std::vector<QAction*> actions;
        for (QAction* action : m_window.findChildren<QAction*>())
            if (action->isEnabled() && !action->isSeparator() && action->menuRole() != QAction::QuitRole &&
                action->shortcut() != QKeySequence(QKeySequence::Quit) &&
                action->shortcut() != QKeySequence(QStringLiteral("Ctrl+Q")) &&
                action->shortcut() != QKeySequence(QKeySequence::Close))
                actions.push_back(action);
        if (QAction* action = any(actions))
            action->trigger();
    }

    template <typename T>
    std::vector<T*> shown()
    {
        std::vector<T*> widgets;
        for (QWidget* top : QApplication::topLevelWidgets())
            for (T* widget : top->findChildren<T*>())
                if (widget->isVisible() && widget->isEnabled() && qobject_cast<QDialog*>(top) == nullptr)
                    widgets.push_back(widget);
        return widgets;
    }

    void moveMouse()
    {
        if (QWidget* widget = any(shown<QWidget>())) {
            const QPoint at(below(std::max(1, widget->width())), below(std::max(1, widget->height())));
            QTest::mouseMove(widget, at);
            if (below(4) == 0)
                QTest::mouseClick(widget, Qt::LeftButton, {}, at);
        }
    }

    void useControl()
    {
        switch (below(4)) {
        case 0:
            if (auto* slider = any(shown<QAbstractSlider>()))
                slider->setValue(slider->minimum() + below(std::max(1, slider->maximum() - slider->minimum() + 1)));
            break;
        case 1:
            if (auto* box = any(shown<QComboBox>()); box != nullptr && box->count() > 0) {
                box->setCurrentIndex(below(box->count()));
                emit box->activated(box->currentIndex());
            }
            break;
        case 2:
            if (auto* box = any(shown<QAbstractSpinBox>()))
                box->stepBy(below(7) - 3);
            break;
        default:
            if (auto* button = any(shown<QAbstractButton>()))
                button->click();
        }
    }

    ui::MainWindow& m_window;
    std::mt19937& m_random;
    QTimer m_dismiss;
};

std::unique_ptr<ui::MainWindow> open(core::ThreadPool& pool)
{
    auto window = std::make_unique<ui::MainWindow>(pool);
    window->resize(1280, 800);
    core::Setup setup = ui::startSetup();
    setup.length = 128;
    window->session().start(setup);
    window->show();
    return window;
}

int soak(int seconds, unsigned seed)
{
    std::vector<Use> uses;
    long actions = 0;
    double slowestClose = 0.0; // ms
    long mostOpen = 0;         // kB
    std::mt19937 random(seed);
    for (int round = 0; round < kRounds; ++round) {
        {
            core::ThreadPool pool(2, core::Priority::Background); // what its threads keep goes with it
            auto window = open(pool);
            QElapsedTimer time;
            time.start();
            {
                Hand hand(*window, random);
                for (; time.elapsed() < 1000LL * seconds / kRounds; ++actions)
                    hand.actOnce();
            }
            const Use used;
            mostOpen = std::max(mostOpen, used.kilobytes);
            time.restart();
            window.reset();
            slowestClose = std::max(slowestClose, static_cast<double>(time.nsecsElapsed()) / 1e6);
            std::printf("open: %ld MB, %ld threads, %ld files", used.kilobytes / 1024, used.threads, used.files);
        }
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        core::LargeMemory::freeSpares();
        uses.emplace_back();
        std::printf("; closed: %ld kB, %ld threads, %ld files\n", uses.back().kilobytes, uses.back().threads,
                    uses.back().files);
    }
    // The highest of the last third against the highest of the second one.
    const auto highest = [&](int first) {
        Use most = uses[static_cast<std::size_t>(first)];
        for (int i = first + 1; i < first + kRounds / 3; ++i) {
            const Use& use = uses[static_cast<std::size_t>(i)];
            most.kilobytes = std::max(most.kilobytes, use.kilobytes);
            most.threads = std::max(most.threads, use.threads);
            most.files = std::max(most.files, use.files);
        }
        return most;
    };
    const Use before = highest(kRounds / 3);
    const Use after = highest(2 * kRounds / 3);
    std::printf("seed %u: %ld actions in %d s; memory %ld → %ld kB, threads %ld → %ld, files %ld → %ld; closed in %.0f "
                "ms at most; %d remarks by Qt\n",
                seed, actions, seconds, before.kilobytes, after.kilobytes, before.threads, after.threads, before.files,
                after.files, slowestClose, remarks);
    bool good = remarks == 0;
    if (kMemoryIsOurs && after.kilobytes > before.kilobytes + mostOpen / 50) {
        std::fprintf(stderr, "soak: memory grows.\n");
        good = false;
    }
    if (after.threads > before.threads || after.files > before.files) {
        std::fprintf(stderr, "soak: threads or open files become more.\n");
        good = false;
    }
    return good ? 0 : 1;
}

int closeOften(int count, unsigned seed)
{
    const char* asked = std::getenv("ALIBI_SLOWEST_CLOSE");
    const double most = asked == nullptr ? 200.0 : std::atof(asked);
    core::ThreadPool pool(2, core::Priority::Background);
    std::mt19937 random(seed);
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
        auto window = open(pool);
        std::uniform_int_distribution<> wait(0, 600);
        QTest::qWait(wait(random));
        {
            Hand hand(*window, random);
            for (int actions = std::uniform_int_distribution<>(0, 12)(random); actions > 0; --actions)
                hand.actOnce();
        }
        QElapsedTimer time;
        time.start();
        window.reset();
        times.push_back(static_cast<double>(time.nsecsElapsed()) / 1e6);
        QCoreApplication::sendPostedEvents();
    }
    std::sort(times.begin(), times.end());
    std::printf("seed %u: %d windows closed, median %.0f ms, slowest %.0f ms; %d remarks by Qt\n", seed, count,
                times[times.size() / 2], times.back(), remarks);
    return times.back() <= most && remarks == 0 ? 0 : 1;
}

// Called by Qt, as most of ours is: what hides Qt's own leaks must not hide this.
int leak()
{
    QTimer::singleShot(0, [] {
        (void)std::make_unique<std::vector<double>>(1000).release();
        QApplication::exit();
    });
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (!words.empty() && words.front() == "experiment")
        return 1; // a study wants to train in a process of its own: not here
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    // Nothing it saves or remembers is anybody's.
    const QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    qputenv("HOME", home.path().toUtf8());
    std::filesystem::current_path(home.path().toStdString());
    qInstallMessageHandler(countRemark);
    const ui::Application application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    if (!words.empty() && words.front() == "--leak")
        return leak();
    const bool close = !words.empty() && words.front() == "--close";
    const auto number = [&](std::size_t at, int otherwise) {
        return words.size() > at ? std::atoi(words[at].c_str()) : otherwise;
    };
    return close ? closeOften(std::max(1, number(1, 200)), static_cast<unsigned>(number(2, 1)))
                 : soak(std::max(3, number(0, 180)), static_cast<unsigned>(number(1, 1)));
}
