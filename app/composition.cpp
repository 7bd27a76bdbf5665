// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/composition.h"

#include "app/command_pool.h"
#include "app/display.h"
#include "app/interruption.h"
#include "app/messages.h"
#include "app/picture_tour.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "ui/application.h"
#include "ui/controls/screen_fit.h"
#include "ui/language/language.h"
#include "ui/library/library.h"
#include "ui/main_window.h"
#include "ui/session/recovery.h"
#include "ui/settings/appearance.h"
#include "ui/settings/preferences.h"

#include <QSocketNotifier>
#include <QTimer>

#include <optional>
#include <string>

namespace app {
namespace {

// Why no column shows a picture; empty when one does.
QString troubleOfAll(const ui::Comparison& comparison)
{
    for (std::size_t c = 0; c < comparison.columns(); ++c)
        if (comparison.column(c).error.isEmpty())
            return {};
    return comparison.columns() > 0 ? comparison.column(0).error : QString();
}

// Saves the window once everything on it is there, then ends the program.
void saveWhenComplete(ui::MainWindow& window, const std::string& path)
{
    const auto save = [&window, path] {
        if (!window.isComplete()) // a lesson's numbers may be on their way
            return;
        try {
            if (const QString trouble = troubleOfAll(window.comparison()); !trouble.isEmpty())
                throw core::error("{}", trouble.toStdString());
            window.savePicture(QString::fromStdString(path));
            QApplication::exit(0);
        } catch (const core::Error& problem) {
            say(std::string("alibi-lab: ") + problem.message());
            QApplication::exit(1);
        }
    };
    // Plots draw themselves a turn of the event loop after their data have come.
    QObject::connect(&window, &ui::MainWindow::allComplete, &window,
                     [&window, save] { QTimer::singleShot(50, &window, save); });
    QObject::connect(&window.session(), &ui::Session::failed, &window, [](const QString& sentence) {
        say("alibi-lab: " + sentence.toStdString());
        QApplication::exit(1);
    });
}

// At the end of a login, say: nobody is there to answer a question, so nothing is asked and nothing waits for an
// answer.
void closeWhenInterrupted(ui::MainWindow& window, std::optional<QSocketNotifier>& interruption)
{
    const int descriptor = interruptionToWaitFor();
    if (descriptor < 0)
        return;
    interruption.emplace(descriptor, QSocketNotifier::Read);
    QObject::connect(&*interruption, &QSocketNotifier::activated, &window, [&window, &interruption] {
        interruption->setEnabled(false);
        window.endWithoutAsking();
        QApplication::exit(0); // all loops, those of open dialogs, too
    });
}

} // namespace

int runWindow(const WindowOptions& options)
{
    if (options.tour && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen"); // its dialogs are nobody's to answer
    const bool forPictures = options.screenshot || options.tour;
    std::optional<DisplayWatch> display(forPictures);
    int argc = 1;
    char name[] = "alibi-lab";
    char* argv[] = {name, nullptr};
    ui::Application application(argc, argv);
    display.reset();
    QApplication::setApplicationName(QStringLiteral("ALiBi Lab"));
    QApplication::setApplicationVersion(QStringLiteral(ALIBI_LAB_VERSION));
    // Pictures must not depend on what was chosen in the window before.
    ui::Preferences preferences(forPictures ? QString() : ui::Preferences::usersFile());
    const ui::Appearance appearance(application, preferences, QString::fromStdString(options.theme));

    if (options.language.empty() && ui::languages().contains(preferences.language()))
        ui::setLanguage(preferences.language());

    CommandPool pool(options.threads, core::Priority::Background);
    ui::MainWindow window(pool, &preferences, !options.screenshot); // nobody answers where a picture is made
    if (!forPictures) {
        ui::fitToScreen(window);
        window.restore();
        window.setAsksBeforeClosing(true);
        window.recoverFrom(ui::Recovery::usersFolder());
    }
    if (options.width > 0 && options.height > 0)
        window.resize(options.width, options.height);
    if (options.screenshot)
        saveWhenComplete(window, *options.screenshot);
    std::optional<PictureTour> tour;
    if (options.tour) {
        tour.emplace(window, *options.tour, options.tourLengths, options.tourColumns);
        window.show();
        return QApplication::exec();
    }
    window.session().start(ui::startSetup());
    if (!options.lesson.empty())
        window.openLesson(QString::fromStdString(options.lesson), options.lessonStep, options.lessonAnswered);
    if (options.open)
        window.openPath(QString::fromStdString(*options.open));
    std::optional<QSocketNotifier> interruption;
    if (!options.screenshot)
        closeWhenInterrupted(window, interruption);
    window.show();
    return QApplication::exec();
}

} // namespace app
