// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/paper.h"

#include "core/base/json_reader.h"

namespace core {
namespace {

PaperCurve curveFrom(const Json& json)
{
    PaperCurve curve;
    curve.table = json.at("table");
    curve.encoding = json.at("encoding");
    curve.trainingLength = json.at("training_length");
    curve.windowing = windowingById(json.at("windowing").get<std::string>());
    curve.stride = json.value("stride", Index{0});
    for (const Json& point : json.at("points"))
        curve.points.push_back({point.at(0).get<Index>(), point.at(1).get<double>()});
    if (json.contains("out_of_memory"))
        curve.outOfMemory = json.at("out_of_memory").get<std::vector<Index>>();
    return curve;
}

} // namespace

PaperTables PaperTables::parse(std::string_view text)
{
    try {
        const Json json = parseJson(text, "The paper's tables");
        PaperTables tables;
        tables.label = json.at("label");
        tables.source = json.at("source");
        for (const Json& curve : json.at("perplexity"))
            tables.curves.push_back(curveFrom(curve));
        for (const Json& row : json.at("training"))
            tables.trainings.push_back({row.at("table"), row.at("encoding"), row.at("training_length"),
                                        row.at("words_per_second"), row.at("memory_gb")});
        return tables;
    } catch (const Json::exception& problem) {
        throw error("The paper's tables cannot be read ({}).", problem.what());
    }
}

} // namespace core
