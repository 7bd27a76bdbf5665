// SPDX-License-Identifier: GPL-3.0-or-later
// Reports as JSON and CSV.
#include "core/base/json_fields.h"
#include "core/io/csv.h"
#include "core/study/results.h"

#include <cmath>
#include <cstdint>
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
            {"limit", m.limited ? limitOf(m).english() : std::string()}};
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

constexpr std::size_t kMostEntries = 1'000'000;
constexpr std::int64_t kMostTokens = std::int64_t{1} << 40;

double valueFrom(const OrderedJson& json, const std::string& path)
{
    if (json.is_null())
        return std::numeric_limits<double>::quiet_NaN();
    if (!json.is_number())
        throw error("{} must hold numbers or null.", path);
    return json.get<double>();
}

ModelRecord modelFrom(const OrderedFields& fields)
{
    ModelRecord m;
    m.id = fields.text("model");
    m.hash = fields.text("model_hash");
    m.sha256 = fields.text("sha256");
    m.encoding = fields.text("encoding");
    m.trainingLength = static_cast<int>(fields.whole("training_length", 0, std::numeric_limits<int>::max()));
    m.tokens = fields.whole("tokens", 0, kMostTokens);
    if (fields.find("longest_input"))
        m.longestInput = fields.whole("longest_input", 0, kMostTokens);
    m.limited = !fields.text("limit").empty();
    return m;
}

Measurement measurementFrom(const OrderedFields& fields, std::size_t models)
{
    Measurement m;
    m.model = static_cast<std::size_t>(fields.whole("model_index", 0, static_cast<std::int64_t>(models) - 1));
    m.length = fields.whole("length", 0, kMostTokens);
    if (fields.find("windowing")) {
        m.windowing = windowingById(fields.text("windowing"));
        m.stride = fields.whole("stride", 0, kMostTokens);
    }
    m.layer = static_cast<int>(fields.whole("layer", -1, 0, 4095));
    m.head = static_cast<int>(fields.whole("head", -1, 0, 4095));
    m.context = fields.whole("context", 0, 0, kMostTokens);
    if (const OrderedJson* quantities = fields.find("quantities")) {
        fields.object("quantities");
        for (const auto& [name, value] : quantities->items())
            m.quantities.push_back({name, valueFrom(value, fields.path("quantities"))});
    }
    if (fields.find("series")) {
        const OrderedFields series = fields.object("series");
        for (const auto& [name, values] : fields.need("series").items()) {
            m.series.push_back({name, {}});
            for (const OrderedJson& value : series.list(name.c_str(), kMostEntries))
                m.series.back().values.push_back(valueFrom(value, series.path(name.c_str())));
        }
    }
    return m;
}

// Numbers as JSON writes them: they read back to the same value.
std::string cell(double value) { return std::isfinite(value) ? Json(value).dump() : std::string(); }
std::string cell(Index value, bool known) { return known ? std::to_string(value) : std::string(); }

} // namespace

OrderedJson StudyResults::toJson() const
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

std::string StudyResults::toJsonText() const
{
    return toJson().dump(1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

StudyResults StudyResults::fromJson(const OrderedJson& json, std::string_view name)
{
    const OrderedFields fields(json, name);
    StudyResults results;
    results.study = fields.text("experiment");
    results.complete = fields.flag("complete");
    results.command = fields.text("command");
    results.program = fields.text("program");
    results.seed = fields.natural("seed", 0);
    if (const OrderedJson* input = fields.find("input"))
        results.input = *input;
    if (const OrderedJson* settings = fields.find("settings"))
        results.settings = *settings;
    for (const OrderedJson& model : fields.list("models", kMostEntries))
        results.models.push_back(modelFrom({model, name, fmt::format("models[{}]", results.models.size())}));
    for (const OrderedJson& result : fields.list("results", kMostEntries))
        results.measurements.push_back(measurementFrom(
            {result, name, fmt::format("results[{}]", results.measurements.size())}, results.models.size()));
    if (const OrderedJson* paper = fields.find("paper"))
        results.paper = *paper;
    return results;
}

std::string StudyResults::toCsv() const
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
            text += fmt::format("{},{},{}{}", before, q.name, cell(q.value), after);
        for (const Series& s : m.series)
            for (std::size_t p = 0; p < s.values.size(); ++p)
                text += fmt::format("{}{},{},{}{}", before, p, s.name, cell(s.values[p]), after);
    }
    return text;
}

} // namespace core
