// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/setup.h"

#include "core/base/error.h"

#include <array>
#include <cmath>
#include <initializer_list>
#include <utility>

namespace core {
namespace {

constexpr std::array<std::pair<std::string_view, Stage>, 4> kStages{
    {{"content", Stage::Content}, {"bias", Stage::Bias}, {"score", Stage::Score}, {"weights", Stage::Weights}}};
constexpr std::array<std::pair<std::string_view, Reduction>, 2> kReductions{
    {{"peak", Reduction::Peak}, {"mean", Reduction::Mean}}};
constexpr std::array<std::pair<std::string_view, TextKind>, 3> kTextKinds{
    {{"passage", TextKind::Passage}, {"typed", TextKind::Typed}, {"file", TextKind::File}}};

constexpr const char* kSlopes = "alibi_slopes"; // what the encoding calls Column::slopes

template <typename T, std::size_t N>
T byId(const std::array<std::pair<std::string_view, T>, N>& table, std::string_view id, std::string_view what)
{
    std::string known;
    for (const auto& [name, value] : table) {
        if (name == id)
            return value;
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    throw error("The {} \"{}\" is unknown; known are {}.", what, id, known);
}

template <typename T, std::size_t N>
std::string_view idIn(const std::array<std::pair<std::string_view, T>, N>& table, T wanted)
{
    for (const auto& [name, value] : table)
        if (value == wanted)
            return name;
    return {};
}

TextKind textKindById(std::string_view id) { return byId(kTextKinds, id, "text kind"); }

// Reads the keys of one object and complains with the path of the field.
class Fields
{
public:
    Fields(const Json& json, std::string path, std::initializer_list<std::string_view> known)
        : m_json(json)
        , m_path(std::move(path))
    {
        if (!json.is_object())
            throw error("{} must be a JSON object.", m_path);
        for (const auto& [key, value] : json.items())
            if (std::find(known.begin(), known.end(), key) == known.end())
                throw error("{}: the field \"{}\" is unknown.", m_path, key);
    }

    const Json* find(const char* key) const
    {
        const auto found = m_json.find(key);
        return found == m_json.end() || found->is_null() ? nullptr : &*found;
    }
    const Json& need(const char* key) const
    {
        if (const Json* found = find(key))
            return *found;
        throw error("{}: the field \"{}\" is missing.", m_path, key);
    }
    std::string text(const char* key) const
    {
        if (!need(key).is_string())
            throw error("{}: \"{}\" must be a text.", m_path, key);
        return need(key).get<std::string>();
    }
    std::int64_t whole(const char* key, std::int64_t standard, std::int64_t low, std::int64_t high) const
    {
        const Json* value = find(key);
        if (value == nullptr)
            return standard;
        const bool fits = value->is_number_unsigned() ? value->get<std::uint64_t>() <= static_cast<std::uint64_t>(high)
                                                      : value->is_number_integer();
        if (!fits || value->get<std::int64_t>() < low || value->get<std::int64_t>() > high)
            throw error("{}: \"{}\" must be a whole number from {} to {}.", m_path, key, low, high);
        return value->get<std::int64_t>();
    }
    bool flag(const char* key, bool standard) const
    {
        const Json* value = find(key);
        if (value == nullptr)
            return standard;
        if (!value->is_boolean())
            throw error("{} must be true or false.", path(key));
        return value->get<bool>();
    }
    double number(const char* key) const
    {
        const Json& value = need(key);
        if (!value.is_number() || !std::isfinite(value.get<double>()))
            throw error("{}: \"{}\" must be a number.", m_path, key);
        return value.get<double>();
    }
    // The value that one of the …ById functions finds for a text.
    template <typename T>
    T byId(const char* key, T (*valueOf)(std::string_view)) const
    {
        const std::string id = text(key);
        try {
            return valueOf(id);
        } catch (const Error& problem) {
            throw error("{}: {}", path(key), problem.what());
        }
    }
    std::string path(const char* key) const { return m_path + ": \"" + key + "\""; }

private:
    const Json& m_json;
    std::string m_path;
};

Column modelFromJson(const Json& json, const std::string& path)
{
    const Fields fields(json, path, {"model", "slopes", "options"});
    Column choice{fields.text("model"), {}};
    if (const Json* options = fields.find("options")) {
        if (!options->is_object() || options->contains(kSlopes))
            throw error("{} must be an object of encoding options; slopes stand in \"slopes\".",
                        fields.path("options"));
        choice.options = *options;
    }
    if (const Json* slopes = fields.find("slopes")) {
        if (!slopes->is_array() || slopes->size() > 4096)
            throw error("{} must be a list of numbers, one per head.", fields.path("slopes"));
        for (const Json& slope : *slopes) {
            if (!slope.is_number() || !std::isfinite(slope.get<double>()))
                throw error("{} must hold numbers only.", fields.path("slopes"));
            choice.slopes.push_back(slope.get<double>());
        }
    }
    return choice;
}

Region regionFromJson(const Json& json, const std::string& path)
{
    const Fields fields(json, path, {"first_query", "queries", "first_key", "keys"});
    return {fields.whole("first_query", 0, 0, kLongestLength), fields.whole("queries", 1, 1, kLongestLength),
            fields.whole("first_key", 0, 0, kLongestLength), fields.whole("keys", 1, 1, kLongestLength)};
}

MapView viewFromJson(const Json& json, const std::string& path)
{
    const Fields fields(json, path,
                        {"layer", "head", "stage", "reduction", "region", "difference", "shared_scale", "limits"});
    MapView view;
    view.layer = static_cast<int>(fields.whole("layer", 0, 0, 4095));
    view.head = static_cast<int>(fields.whole("head", 0, 0, 4095));
    if (fields.find("stage"))
        view.stage = fields.byId("stage", stageById);
    if (fields.find("reduction"))
        view.reduction = fields.byId("reduction", reductionById);
    if (const Json* region = fields.find("region"))
        view.region = regionFromJson(*region, fields.path("region"));
    view.difference = fields.flag("difference", view.difference);
    view.sharedScale = fields.flag("shared_scale", view.sharedScale);
    if (const Json* limits = fields.find("limits")) {
        const Fields range(*limits, fields.path("limits"), {"low", "high"});
        view.limits = ValueRange{range.number("low"), range.number("high")};
        if (!(view.limits->low < view.limits->high))
            throw error("{}: \"low\" must be below \"high\".", fields.path("limits"));
    }
    return view;
}

} // namespace

Stage stageById(std::string_view id) { return byId(kStages, id, "stage"); }
std::string_view idOf(Stage stage) { return idIn(kStages, stage); }
Reduction reductionById(std::string_view id) { return byId(kReductions, id, "reduction"); }
std::string_view idOf(Reduction reduction) { return idIn(kReductions, reduction); }

Json Column::switches() const
{
    Json all = options;
    if (!slopes.empty())
        all[kSlopes] = slopes;
    return all;
}

OrderedJson Setup::toJson() const
{
    OrderedJson models = OrderedJson::array();
    for (const Column& choice : columns) {
        OrderedJson column{{"model", choice.model}};
        if (!choice.slopes.empty())
            column["slopes"] = choice.slopes;
        if (!choice.options.empty())
            column["options"] = choice.options;
        models.push_back(column);
    }
    OrderedJson map{{"layer", view.layer},           {"head", view.head},
                    {"stage", idOf(view.stage)},     {"reduction", idOf(view.reduction)},
                    {"difference", view.difference}, {"shared_scale", view.sharedScale}};
    if (view.region)
        map["region"] = {{"first_query", view.region->firstQuery},
                         {"queries", view.region->queries},
                         {"first_key", view.region->firstKey},
                         {"keys", view.region->keys}};
    if (view.limits)
        map["limits"] = {{"low", view.limits->low}, {"high", view.limits->high}};
    return {{"alibi_lab_session", 1},
            {"models", models},
            {"text", {{"kind", idIn(kTextKinds, text.kind)}, {"value", text.value}}},
            {"length", length},
            {"view", map},
            {"seed", seed}};
}

Setup Setup::fromJson(const Json& json, std::string_view name)
{
    const Fields fields(json, std::string(name), {"alibi_lab_session", "models", "text", "length", "view", "seed"});
    fields.need("alibi_lab_session");
    fields.whole("alibi_lab_session", 1, 1, 1); // a later version's file is refused instead of misread
    Setup setup;
    const Json& models = fields.need("models");
    if (!models.is_array() || models.empty() || models.size() > 16)
        throw error("{} must be a list of 1 to 16 models.", fields.path("models"));
    for (const Json& column : models)
        setup.columns.push_back(modelFromJson(column, fields.path("models")));
    const Fields text(fields.need("text"), fields.path("text"), {"kind", "value"});
    setup.text = {text.byId("kind", textKindById), text.text("value")};
    setup.length = static_cast<int>(fields.whole("length", setup.length, kShortestLength, kLongestLength));
    if (const Json* view = fields.find("view"))
        setup.view = viewFromJson(*view, fields.path("view"));
    if (const Json* seed = fields.find("seed")) {
        if (!seed->is_number_integer() || (!seed->is_number_unsigned() && seed->get<std::int64_t>() < 0))
            throw error("{} must be a whole number from 0 to 2^64 - 1.", fields.path("seed"));
        setup.seed = seed->get<std::uint64_t>();
    }
    return setup;
}

} // namespace core
