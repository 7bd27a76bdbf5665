// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless_figures.h"

#include "app/messages.h"
#include "ui/figure/writers.h"

#include <QGuiApplication>

namespace app {
namespace {

// Qt remarks on the surroundings (no runtime folder, …); stderr is for what the user can mend.
void onlyTrouble(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        say(message.toStdString());
}

int argumentCount = 1; // Qt keeps references
char programName[] = "alibi-lab";
char* arguments[] = {programName, nullptr};

} // namespace

HeadlessFigures::HeadlessFigures()
{
    // Also where there is a display: one that has gone away would end the program.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qInstallMessageHandler(onlyTrouble);
    m_application = std::make_unique<QGuiApplication>(argumentCount, arguments);
    QGuiApplication::setApplicationName(QStringLiteral("ALiBi Lab"));
    QGuiApplication::setApplicationVersion(QStringLiteral(ALIBI_LAB_VERSION));
}

HeadlessFigures::~HeadlessFigures() = default;

std::vector<std::string> matrixFormats()
{
    std::vector<std::string> formats{"npy", "csv"};
    for (const QString& ending : ui::figureEndings())
        formats.push_back(ending.toStdString());
    return formats;
}

ui::FigureStyle HeadlessFigures::style() const { return ui::paperStyle(QGuiApplication::font()); }

} // namespace app
