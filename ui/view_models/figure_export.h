// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/job.h"
#include "ui/view_models/figure_maker.h"

#include <QObject>
#include <QStringList>

#include <memory>
#include <vector>

namespace ui {

// A figure that is to be written, and where: a file for each path, in the format that it ends in.
struct ExportPart
{
    FigureRequest request;
    QStringList paths;
};

// Makes figures one after the other and writes their files in the background; pictures carry their session and the
// command that makes them again. While it runs the maker is its own. GUI thread only.
class FigureExport : public QObject
{
    Q_OBJECT

public:
    explicit FigureExport(FigureMaker& maker, QObject* parent = nullptr);

    // ready: the first part's figure, where it is there already.
    void start(std::vector<ExportPart> parts, std::shared_ptr<const Figure> ready);
    void stop(); // files that are whole by then stay
    bool isRunning() const { return !m_parts.empty(); }
    int files() const { return m_files; }
    const QStringList& saved() const { return m_saved; } // whole files, in their order

signals:
    void progressed();                  // saved()
    void ended(const QString& trouble); // empty: nothing went wrong

private:
    void take(const std::shared_ptr<const Figure>& figure);
    void next();
    void end(const QString& trouble);

    FigureMaker& m_maker;
    Job m_writing;
    std::vector<ExportPart> m_parts; // that are still to be made or written
    QStringList m_saved;
    int m_files = 0;
};

} // namespace ui
