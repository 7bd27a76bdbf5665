// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/figure_files.h"

#include "core/base/command_text.h"
#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/io/npy.h"
#include "ui/figure/figure_numbers.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <string>
#include <vector>

namespace ui {
namespace {

const QStringList& numbersEndings()
{
    static const QStringList endings{QStringLiteral("csv"), QStringLiteral("json"), QStringLiteral("npy")};
    return endings;
}

std::string numbersJson(const FigureRequest& request, const Figure& figure, const FigureRecord& record)
{
    core::OrderedJson models = core::OrderedJson::array();
    for (const QString& model : record.models)
        models.push_back(model.toStdString());
    const core::OrderedJson report{{"command", record.command.toStdString()},
                                   {"program", "alibi-lab " + QCoreApplication::applicationVersion().toStdString()},
                                   {"figure", kindsText(request).toStdString()},
                                   {"about", figure.words().toStdString()},
                                   {"models", models},
                                   {"text", record.text.toStdString()},
                                   {"tables", jsonOf(figure.numbers())}};
    return report.dump(1, ' ', false, core::OrderedJson::error_handler_t::replace) + "\n";
}

} // namespace

QStringList figureFileEndings() { return figureEndings() + numbersEndings(); }

bool isNumbersEnding(const QString& ending) { return numbersEndings().contains(ending, Qt::CaseInsensitive); }

bool carriesSession(const QString& ending)
{
    return !isNumbersEnding(ending) && ending.compare(QLatin1String("tex"), Qt::CaseInsensitive) != 0;
}

void writeFigureFile(const QString& path, const FigureRequest& request, const Figure& figure,
                     const FigureRecord& record)
{
    const std::string file = path.toStdString();
    const QString ending = QFileInfo(path).suffix().toLower();
    if (!isNumbersEnding(ending))
        return saveFigure(figure, path, outputFor(request.options, figure, record));
    if (figure.numbers().isEmpty())
        throw core::error("There are no numbers behind this figure; it can be a picture.");
    if (ending == QLatin1String("csv"))
        core::writeFileAtomically(file, csvOf(figure.numbers()));
    else if (ending == QLatin1String("json"))
        core::writeFileAtomically(file, numbersJson(request, figure, record));
    else
        core::writeNpy(file, stacked(figure.numbers()));
}

QString figureCommand(const FigureRequest& request, const QString& path)
{
    std::vector<std::string> arguments{"figure"};
    arguments.insert(arguments.end(), request.kinds.begin(), request.kinds.end());
    if (request.across > 0)
        arguments.insert(arguments.end(), {"--across", std::to_string(request.across)});
    arguments.insert(arguments.end(), {"--setup", path.toStdString()});
    if (request.cell)
        arguments.insert(arguments.end(),
                         {"--query", std::to_string(request.cell->query), "--key", std::to_string(request.cell->key)});
    const std::vector<std::string> look = figureArguments(request.options);
    arguments.insert(arguments.end(), look.begin(), look.end());
    arguments.insert(arguments.end(), {"--out", path.toStdString()});
    return QString::fromStdString(core::commandText(arguments));
}

} // namespace ui
