// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <sys/resource.h>

#include <algorithm>

namespace app {

std::string Ending::sentence() const
{
    const std::string prefix = "alibi-lab: ";
    const std::size_t first = err.starts_with(prefix) ? 0 : err.find("\n" + prefix);
    if (first == std::string::npos || err.find("\n" + prefix, first + 1) != std::string::npos || !err.ends_with('\n'))
        return {};
    const std::string line = err.substr(first == 0 ? 0 : first + 1);
    // It is the last thing said, and one line.
    return std::count(line.begin(), line.end(), '\n') == 1 ? line.substr(prefix.size()) : std::string();
}

void start(QProcess& process, const Arguments& arguments, const Surroundings& surroundings)
{
    QStringList list;
    for (const std::string& argument : arguments)
        list << QString::fromStdString(argument);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(name);
    for (const auto& [name, value] : surroundings.variables)
        environment.insert(QString::fromStdString(name), QString::fromStdString(value));
    process.setProcessEnvironment(environment);
    if (!surroundings.outputFile.empty())
        process.setStandardOutputFile(QString::fromStdString(surroundings.outputFile));
    if (surroundings.largestFile > 0)
        process.setChildProcessModifier([largest = static_cast<rlim_t>(surroundings.largestFile)] {
            const rlimit limit{largest, largest};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        });
    process.start(QStringLiteral(PROGRAM), list);
}

Ending end(QProcess& process)
{
    if (!process.waitForFinished(900'000)) {
        process.kill();
        process.waitForFinished();
    }
    const bool orderly = process.exitStatus() == QProcess::NormalExit && process.error() == QProcess::UnknownError;
    return {orderly ? process.exitCode() : -1, process.readAllStandardOutput().toStdString(),
            process.readAllStandardError().toStdString()};
}

Ending run(const Arguments& arguments, const Surroundings& surroundings)
{
    QProcess process;
    start(process, arguments, surroundings);
    return end(process);
}

Arguments trainingOf(const std::filesystem::path& out, const Arguments& more)
{
    Arguments arguments{"train", "--encoding",  "alibi",   "--length", "8",         "--steps", "20", "--batch",
                        "4",     "--width",     "16",      "--layers", "2",         "--heads", "2",  "--vocabulary",
                        "300",   "--text-file", passage(), "--out",    out.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

Arguments with(Arguments arguments, const std::string& option, const std::string& value)
{
    *(std::ranges::find(arguments, option) + 1) = value;
    return arguments;
}

} // namespace app
