// SPDX-License-Identifier: GPL-3.0-or-later
// Reports as JSON and CSV.
#include "core/io/csv.h"
#include "core/study/report.h"

#include <cmath>
#include <limits>

namespace core {
namespace {

OrderedJson jsonOf(const ModelRecord& m)
{
    return {{"model", m.id},
            {"model_hash", m.hash},
            {"sha256", m.sha256},
            {"encoding", m.encoding},
            {"training_length", m.trainingLength},
            {"tokens", m.tokens},
            {"longest_input", m.longestInput ? OrderedJson(*m.longestInput) : OrderedJson(nullptr)},
            {"limit", m.limit}};
}

OrderedJson jsonOf(const Measurement& m, const ModelRecord& model)
{
    OrderedJson json{{"model_index", m.model},
                     {"model", model.id},
                     {"encoding", model.encoding},
                     {"training_length", model.trainingLength},
                     {"length", m.length}};
    if (m.windowing) {
        json["windowing"] = idOf(*m.windowing);
        json["stride"] = m.stride;
    }
    if (m.layer >= 0)
        json["layer"] = m.layer;
    if (m.head >= 0)
        json["head"] = m.head;
    if (m.context > 0)
        json["context"] = m.context;
    for (const Quantity& q : m.quantities)
        json["quantities"][q.name] = q.value; // NaN is written as null
    for (const Series& s : m.series)
        json["series"][s.name] = s.values;
    return json;
}

double numberOf(const OrderedJson& json)
{
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

ModelRecord modelFrom(const OrderedJson& json)
{
    ModelRecord m;
    m.id = json.at("model");
    m.hash = json.at("model_hash");
    m.sha256 = json.at("sha256");
    m.encoding = json.at("encoding");
    m.trainingLength = json.at("training_length");
    m.tokens = json.at("tokens");
    if (!json.at("longest_input").is_null())
        m.longestInput = json.at("longest_input").get<Index>();
    m.limit = json.at("limit");
    return m;
}

Measurement measurementFrom(const OrderedJson& json)
{
    Measurement m;
    m.model = json.at("model_index");
    m.length = json.at("length");
    if (json.contains("windowing")) {
        m.windowing = windowingById(json.at("windowing").get<std::string>());
        m.stride = json.at("stride");
    }
    m.layer = json.value("layer", -1);
    m.head = json.value("head", -1);
    m.context = json.value("context", Index{0});
    const OrderedJson quantities = json.value("quantities", OrderedJson::object());
    for (const auto& [name, value] : quantities.items())
        m.quantities.push_back({name, numberOf(value)});
    const OrderedJson series = json.value("series", OrderedJson::object());
    for (const auto& [name, values] : series.items()) {
        m.series.push_back({name, {}});
        for (const OrderedJson& value : values)
            m.series.back().values.push_back(numberOf(value));
    }
    return m;
}

// Numbers as JSON writes them: they read back to the same value.
std::string cell(double value) { return std::isfinite(value) ? Json(value).dump() : std::string(); }
std::string cell(Index value, bool known) { return known ? std::to_string(value) : std::string(); }

} // namespace

OrderedJson Report::toJson() const
{
    OrderedJson json{{"experiment", study}, {"complete", complete}, {"command", command},  {"program", program},
                     {"seed", seed},        {"input", input},       {"settings", settings}};
    json["models"] = OrderedJson::array();
    for (const ModelRecord& model : models)
        json["models"].push_back(jsonOf(model));
    json["results"] = OrderedJson::array();
    for (const Measurement& m : measurements)
        json["results"].push_back(jsonOf(m, models[m.model]));
    if (!paper.is_null())
        json["paper"] = paper;
    return json;
}

std::string Report::toJsonText() const
{
    return toJson().dump(1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

Report Report::fromJson(const OrderedJson& json, std::string_view name)
{
    try {
        Report report;
        report.study = json.at("experiment");
        report.complete = json.at("complete");
        report.command = json.at("command");
        report.program = json.at("program");
        report.seed = json.at("seed");
        report.input = json.at("input");
        report.settings = json.at("settings");
        for (const OrderedJson& model : json.at("models"))
            report.models.push_back(modelFrom(model));
        for (const OrderedJson& result : json.at("results")) {
            report.measurements.push_back(measurementFrom(result));
            if (report.measurements.back().model >= report.models.size())
                throw error("{}: a result belongs to model {}, but there are {}.", name,
                            report.measurements.back().model, report.models.size());
        }
        report.paper = json.value("paper", OrderedJson());
        return report;
    } catch (const Json::exception& problem) {
        throw error("{}: this is not the result of a study ({}).", name, problem.what());
    }
}

std::string Report::toCsv() const
{
    std::string text = "experiment,model,encoding,training_length,length,windowing,stride,layer,head,context,position,"
                       "quantity,value,complete,seed,model_hash,model_sha256,command\n";
    for (const Measurement& m : measurements) {
        const ModelRecord& model = models[m.model];
        const std::string before = fmt::format(
            "{},{},{},{},{},{},{},{},{},{},", study, csvField(model.id), csvField(model.encoding), model.trainingLength,
            m.length, m.windowing ? idOf(*m.windowing) : "", cell(m.stride, m.windowing.has_value()),
            cell(m.layer, m.layer >= 0), cell(m.head, m.head >= 0), cell(m.context, m.context > 0));
        const std::string after =
            fmt::format(",{},{},{},{},{}\n", complete, seed, model.hash, model.sha256, csvField(command));
        for (const Quantity& q : m.quantities)
            text += before + "," + q.name + "," + cell(q.value) + after;
        for (const Series& s : m.series)
            for (std::size_t p = 0; p < s.values.size(); ++p)
                text += fmt::format("{}{},{},{}{}", before, p, s.name, cell(s.values[p]), after);
    }
    return text;
}

} // namespace core
