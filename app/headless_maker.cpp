// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless_maker.h"

#include "app/interruption.h"
#include "app/output.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/words.h"
#include "ui/view_models/figure_files.h"

#include <QEventLoop>
#include <QTimer>

#include <filesystem>

namespace app {
namespace {

constexpr int kLook = 50; // ms between looks for an interruption

} // namespace

std::vector<std::string> figureFormats()
{
    std::vector<std::string> formats;
    for (const QString& ending : ui::figureFileEndings())
        formats.push_back(ending.toStdString());
    return formats;
}

HeadlessMaker::HeadlessMaker(int threads)
    : m_pool(threads)
    , m_maker(m_pool)
{}

void HeadlessMaker::make(const ui::FigureRequest& request)
{
    std::shared_ptr<const ui::Figure> figure;
    QString trouble;
    QEventLoop loop;
    QObject::connect(&m_maker, &ui::FigureMaker::made, &loop, [&](const std::shared_ptr<const ui::Figure>& made) {
        figure = made;
        loop.quit();
    });
    QObject::connect(&m_maker, &ui::FigureMaker::failed, &loop, [&](const QString& sentence) {
        trouble = sentence;
        loop.quit();
    });
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (interrupted())
            loop.quit();
    });
    look.start(kLook);
    m_maker.make(request);
    if (m_maker.isBusy())
        loop.exec();
    if (interrupted())
        throw core::Cancelled();
    if (figure == nullptr)
        throw core::error("{}", trouble.toStdString());
    m_figure = figure;
    m_request = request;
}

std::pair<int, int> HeadlessMaker::headsOfFirst() const
{
    const ui::ColumnState& first = m_maker.comparison().column(0);
    return {first.layers, first.heads};
}

ReportFigure HeadlessMaker::forReport() const
{
    const ui::FigureOutput output = ui::outputFor(m_request.options, *m_figure, {});
    const QByteArray svg = ui::figureWriterFor(QStringLiteral("f.svg")).write(*m_figure, output);
    const auto numbers = m_figure->numbers();
    return {ui::kindsLabel(m_request).toStdString(),
            m_figure->words().toStdString(),
            svg.toStdString(),
            numbers.isEmpty() ? std::string() : ui::csvOf(numbers),
            {}};
}

void HeadlessMaker::describe(Report& report, const std::string& path) const
{
    const ui::Session& session = m_maker.session();
    const ui::Comparison& comparison = m_maker.comparison();
    const core::MapView& view = m_request.setup.view;
    const auto text = session.text();
    report.facts = {{core::translated("Text"), text != nullptr ? text->title.toStdString() : std::string()},
                    {core::translated("Tokens read"), std::to_string(comparison.shownLength())},
                    {core::translated("Layer"), std::to_string(view.layer)},
                    {core::translated("Head"), std::to_string(view.head)},
                    {core::translated("Stage"), std::string(core::idOf(view.stage))}};
    for (const char* name : {core::said("Model"), core::said("Encoding"), core::said("Trained on"),
                             core::said("Switches"), core::said("Perplexity here"), core::said("Weights")})
        report.modelsHeader.push_back(core::translated(name));
    for (std::size_t c = 0; c < comparison.columns(); ++c) {
        const ui::ColumnState& column = comparison.column(c);
        QStringList switches;
        for (const ui::ShownSwitch& shown : comparison.switches(c))
            switches.append(shown.text);
        report.models.push_back(
            {column.label.toStdString(), column.encoding.toStdString(),
             core::sentence("{} tokens", column.trainingLength).translated(),
             switches.isEmpty() ? core::translated("as trained") : switches.join(QStringLiteral(", ")).toStdString(),
             core::plainNumber(column.perplexity()),
             column.checkpoint != nullptr ? column.checkpoint->hash : std::string()});
    }
    report.session = m_maker.record(QString::fromStdString(path)).session.toStdString();
}

void HeadlessMaker::write(const std::string& out, const std::string& command)
{
    ui::FigureRecord record = m_maker.record(QString::fromStdString(out));
    record.command = QString::fromStdString(command);
    writeTo(out, [&](const std::filesystem::path& file) {
        ui::writeFigureFile(QString::fromStdString(file.string()), m_request, *m_figure, record);
    });
}

} // namespace app
