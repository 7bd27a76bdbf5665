// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/figure_export.h"

#include "ui/view_models/figure_files.h"

#include <QFileInfo>

#include <utility>

namespace ui {

FigureExport::FigureExport(FigureMaker& maker, QObject* parent)
    : QObject(parent)
    , m_maker(maker)
    , m_writing(this, {.order = Job::Order::OneAfterAnother})
{
    connect(&maker, &FigureMaker::made, this, &FigureExport::take);
    connect(&maker, &FigureMaker::failed, this, [this](const QString& sentence) {
        if (isRunning())
            end(sentence);
    });
}

void FigureExport::start(std::vector<ExportPart> parts, std::shared_ptr<const Figure> ready)
{
    m_parts = std::move(parts);
    m_saved.clear();
    m_files = 0;
    for (const ExportPart& part : m_parts)
        m_files += static_cast<int>(part.paths.size());
    emit progressed();
    ready != nullptr&& isRunning() ? take(ready) : next();
}

void FigureExport::stop()
{
    if (!isRunning())
        return;
    m_maker.cancel();
    m_writing.cancel();
    m_parts.clear();
}

void FigureExport::next() { isRunning() ? m_maker.make(m_parts.front().request) : end({}); }

void FigureExport::end(const QString& trouble)
{
    m_parts.clear();
    emit ended(trouble);
}

// What carries no session stands beside a picture that does: its command is that of the picture before.
void FigureExport::take(const std::shared_ptr<const Figure>& figure)
{
    if (!isRunning())
        return;
    struct File
    {
        QString path;
        FigureRecord record;
    };
    const ExportPart& part = m_parts.front();
    std::vector<File> files;
    QString command;
    for (const QString& path : part.paths) {
        const bool numbers = isNumbersEnding(QFileInfo(path).suffix());
        if (numbers && figure->numbers().isEmpty())
            continue;
        File file{path, m_maker.record(path)};
        if (carriesSession(QFileInfo(path).suffix()) && !file.record.session.isEmpty())
            command = figureCommand(part.request, path);
        file.record.command = command;
        files.push_back(std::move(file));
    }
    m_writing.start(
        [this, files = std::move(files), request = part.request, figure](const Job::Run& run) {
            for (const File& file : files) {
                core::throwIfCancelled(run.cancel());
                writeFigureFile(file.path, request, *figure, file.record);
                run.deliver([this, path = file.path] {
                    m_saved.append(path);
                    emit progressed();
                });
            }
        },
        [this](const JobEnding& ending) {
            if (!isRunning()) // stopped
                return;
            if (!ending.trouble.isEmpty())
                return end(ending.trouble);
            m_parts.erase(m_parts.begin());
            next();
        },
        true);
}

} // namespace ui
