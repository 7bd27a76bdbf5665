// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studies/conductor.h"
#include "core/base/words.h"
#include "core/study/paper.h"

#include <cmath>

namespace app {
namespace {

using Cells = std::vector<std::pair<std::string, std::string>>; // name, content

std::string text(double value) { return std::isnan(value) ? "-" : fmt::format("{:.6g}", value); }

Cells cellsOf(const core::Measurement& m, const core::StudyResults& results)
{
    Cells cells{{"model", results.models[m.model].id}, {"length", std::to_string(m.length)}};
    if (m.windowing) {
        cells.emplace_back("windowing", core::idOf(*m.windowing));
        cells.emplace_back("stride", std::to_string(m.stride));
    }
    if (m.layer >= 0)
        cells.emplace_back("layer", std::to_string(m.layer));
    if (m.head >= 0)
        cells.emplace_back("head", std::to_string(m.head));
    if (m.context > 0)
        cells.emplace_back("context", std::to_string(m.context));
    for (const core::Quantity& q : m.quantities)
        cells.emplace_back(q.name, text(q.value));
    return cells;
}

std::string headerOf(const Cells& cells)
{
    std::string line;
    for (const auto& [name, content] : cells)
        line += (line.empty() ? "" : "\t") + name;
    return line + "\n";
}

} // namespace

std::string tableOf(const core::StudyResults& results)
{
    std::string table;
    std::string header;
    for (const core::Measurement& m : results.measurements) {
        const Cells cells = cellsOf(m, results);
        if (headerOf(cells) != header) {
            table += header.empty() ? "" : "\n";
            header = headerOf(cells);
            table += header;
        }
        std::string line;
        for (const auto& [name, content] : cells)
            line += (line.empty() ? "" : "\t") + content;
        table += line + "\n";
    }
    return table;
}

std::string paperTableOf(const core::OrderedJson& paper, core::Study::Paper which)
{
    const core::PaperTables tables = core::PaperTables::parse(paper.dump());
    std::string lines = fmt::format("\n{} ({})\n", tables.label, tables.source);
    if (which == core::Study::Paper::Training) {
        lines += "table\tencoding\ttraining_length\twords_per_second\tmemory_gb\n";
        for (const core::PaperTraining& t : tables.trainings)
            lines += fmt::format("{}\t{}\t{}\t{}\t{}\n", t.table, t.encoding, t.trainingLength, t.wordsPerSecond,
                                 t.memoryGigabytes);
        return lines;
    }
    lines += "table\tencoding\ttraining_length\twindowing\tlength\tperplexity\n";
    for (const core::PaperCurve& curve : tables.curves) {
        const auto start = fmt::format("{}\t{}\t{}\t{}", curve.table, curve.encoding, curve.trainingLength,
                                       core::idOf(curve.windowing));
        for (const core::PaperPoint& point : curve.points)
            lines += fmt::format("{}\t{}\t{}\n", start, point.length, point.perplexity);
        for (const core::Index length : curve.outOfMemory)
            lines += fmt::format("{}\t{}\t{}\n", start, length, core::translated("out of memory"));
    }
    return lines;
}

} // namespace app
