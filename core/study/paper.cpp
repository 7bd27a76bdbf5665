// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/paper.h"

#include "core/base/json_reader.h"

#include <cstdint>
#include <limits>

namespace core {
namespace {

// A number such as 1e22 is none: turned into an int it would be another.
int wholeFrom(const Json& json)
{
    constexpr std::int64_t most = std::numeric_limits<int>::max();
    if (!json.is_number_integer() || json.get<std::int64_t>() < 0 || json.get<std::int64_t>() > most)
        throw error("The paper's tables hold {} where a whole number must stand.", json.dump());
    return json.get<int>();
}

PaperCurve curveFrom(const Json& json)
{
    PaperCurve curve;
    curve.table = wholeFrom(json.at("table"));
    curve.encoding = json.at("encoding");
    curve.trainingLength = wholeFrom(json.at("training_length"));
    curve.windowing = windowingById(json.at("windowing").get<std::string>());
    curve.stride = json.contains("stride") ? wholeFrom(json.at("stride")) : 0;
    for (const Json& point : json.at("points"))
        curve.points.push_back({wholeFrom(point.at(0)), point.at(1).get<double>()});
    if (json.contains("out_of_memory"))
        for (const Json& length : json.at("out_of_memory"))
            curve.outOfMemory.push_back(wholeFrom(length));
    return curve;
}

} // namespace

PaperTables PaperTables::parse(std::string_view text)
{
    try {
        const Json json = parseJson(text, translated("The paper's tables"));
        PaperTables tables;
        tables.label = json.at("label");
        tables.source = json.at("source");
        for (const Json& curve : json.at("perplexity"))
            tables.curves.push_back(curveFrom(curve));
        for (const Json& row : json.at("training"))
            tables.trainings.push_back({wholeFrom(row.at("table")), row.at("encoding"),
                                        wholeFrom(row.at("training_length")), row.at("words_per_second"),
                                        row.at("memory_gb")});
        return tables;
    } catch (const Json::exception&) {
        throw error("The paper's tables lack a number or a name, so they cannot be read.");
    }
}

} // namespace core
