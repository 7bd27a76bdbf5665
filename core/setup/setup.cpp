// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/setup.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/setup/switch_fields.h"

#include <algorithm>
#include <array>
#include <utility>

namespace core {
namespace {

constexpr std::array<std::pair<std::string_view, Stage>, 5> kStages{{{"content", Stage::Content},
                                                                     {"bias", Stage::Bias},
                                                                     {"score", Stage::Score},
                                                                     {"weights", Stage::Weights},
                                                                     {"position", Stage::Position}}};
constexpr std::array<std::pair<std::string_view, Reduction>, 2> kReductions{
    {{"peak", Reduction::Peak}, {"mean", Reduction::Mean}}};
constexpr std::array<std::pair<std::string_view, Scale>, 4> kScales{{{"linear", Scale::Linear},
                                                                     {"log", Scale::Logarithmic},
                                                                     {"percentile", Scale::Percentile},
                                                                     {"without-first-key", Scale::WithoutFirstKey}}};
constexpr std::array<std::pair<std::string_view, TextKind>, 3> kTextKinds{
    {{"passage", TextKind::Passage}, {"typed", TextKind::Typed}, {"file", TextKind::File}}};

constexpr const char* kSlopes = "alibi_slopes"; // what the encoding calls Column::slopes
constexpr std::int64_t kVersion = 3;            // of session files

template <typename T, std::size_t N>
T byId(const std::array<std::pair<std::string_view, T>, N>& table, std::string_view id, const char* unknown)
{
    std::string known;
    for (const auto& [name, value] : table) {
        if (name == id)
            return value;
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    throw Error(Sentence(unknown, {std::string(id), known}));
}

template <typename T, std::size_t N>
std::string_view idIn(const std::array<std::pair<std::string_view, T>, N>& table, T wanted)
{
    for (const auto& [name, value] : table)
        if (value == wanted)
            return name;
    return {};
}

TextKind textKindById(std::string_view id)
{
    return byId(kTextKinds, id, said("The text kind \"{}\" is unknown; known are {}."));
}

// The value that one of the …ById functions finds for a text.
template <typename T>
T valueOf(const Fields& fields, const char* key, T (*byId)(std::string_view))
{
    const std::string id = fields.text(key);
    try {
        return byId(id);
    } catch (const Error& problem) {
        throw error("{}: {}", fields.path(key), problem.sentence());
    }
}

Column columnFromJson(const Json& json, std::string_view name, std::string where)
{
    const Fields fields(json, name, std::move(where));
    fields.allowOnly({"model", "hash", "slopes", "options"}); // the hash: core/setup/session_file.h
    Column column{fields.text("model"), {}};
    readSwitches(fields, column.slopes, column.options);
    return column;
}

// Version 1 wrote a file's path where its content stands since.
TextChoice textFrom(const Fields& fields, std::int64_t version)
{
    const TextKind kind = valueOf(fields, "kind", textKindById);
    if (kind != TextKind::File || version == 1) {
        fields.allowOnly({"kind", "value"});
        return {kind, fields.text("value"), {}};
    }
    fields.allowOnly({"kind", "path", "value"});
    return {kind, fields.text("path"), fields.text("value", std::string_view())};
}

OrderedJson jsonOf(const TextChoice& text)
{
    OrderedJson json{{"kind", idIn(kTextKinds, text.kind)}};
    if (text.kind != TextKind::File) {
        json["value"] = text.value.string();
        return json;
    }
    json["path"] = text.value.string();
    if (!text.inside.empty())
        json["value"] = text.inside.string();
    return json;
}

Region regionFrom(const Fields& fields)
{
    fields.allowOnly({"first_query", "queries", "first_key", "keys"});
    return {fields.whole("first_query", 0, 0, kLongestLength), fields.whole("queries", 1, 1, kLongestLength),
            fields.whole("first_key", 0, 0, kLongestLength), fields.whole("keys", 1, 1, kLongestLength)};
}

// Places of two columns; true is what sessions of two columns said.
std::optional<Difference> differenceFrom(const Fields& view, const std::vector<Column>& columns)
{
    const auto last = static_cast<std::int64_t>(columns.size()) - 1;
    std::pair<std::int64_t, std::int64_t> places{0, 1};
    const Json* json = view.find("difference");
    if (json == nullptr || *json == Json(false))
        return std::nullopt;
    if (*json != Json(true)) {
        if (!json->is_object())
            throw error("{} must be false, or an object of two columns: {{\"column\": 0, \"minus\": 1}}.",
                        view.path("difference"));
        const Fields fields = view.object("difference");
        fields.allowOnly({"column", "minus"});
        places = {fields.whole("column", 0, 0, last), fields.whole("minus", 0, 0, last)};
        if (places.first == places.second)
            throw error("{}: a column cannot be subtracted from itself.", view.path("difference"));
    }
    if (last < 1) // there is nothing to subtract
        return std::nullopt;
    return Difference{columns[static_cast<std::size_t>(places.first)].id,
                      columns[static_cast<std::size_t>(places.second)].id};
}

MapView viewFrom(const Fields& fields, const std::vector<Column>& columns)
{
    fields.allowOnly(
        {"layer", "head", "stage", "reduction", "region", "difference", "scale", "shared_scale", "limits"});
    MapView view;
    view.layer = static_cast<int>(fields.whole("layer", 0, 0, 4095));
    view.head = static_cast<int>(fields.whole("head", 0, 0, 4095));
    if (fields.find("stage"))
        view.stage = valueOf(fields, "stage", stageById);
    if (fields.find("reduction"))
        view.reduction = valueOf(fields, "reduction", reductionById);
    if (fields.find("region"))
        view.region = regionFrom(fields.object("region"));
    view.difference = differenceFrom(fields, columns);
    if (fields.find("scale"))
        view.scale = valueOf(fields, "scale", scaleById);
    view.sharedScale = fields.flag("shared_scale", view.sharedScale);
    if (fields.find("limits")) {
        const Fields range = fields.object("limits");
        range.allowOnly({"low", "high"});
        view.limits = ValueRange{range.number("low"), range.number("high")};
        if (!(view.limits->low < view.limits->high))
            throw error("{}: \"low\" must be below \"high\".", fields.path("limits"));
    }
    return view;
}

} // namespace

Stage stageById(std::string_view id) { return byId(kStages, id, said("The stage \"{}\" is unknown; known are {}.")); }
std::string_view idOf(Stage stage) { return idIn(kStages, stage); }
Reduction reductionById(std::string_view id)
{
    return byId(kReductions, id, said("The reduction \"{}\" is unknown; known are {}."));
}
std::string_view idOf(Reduction reduction) { return idIn(kReductions, reduction); }
Scale scaleById(std::string_view id) { return byId(kScales, id, said("The scale \"{}\" is unknown; known are {}.")); }
std::string_view idOf(Scale scale) { return idIn(kScales, scale); }

Json Column::switches() const
{
    Json all = options;
    if (!slopes.empty())
        all[kSlopes] = slopes;
    return all;
}

std::optional<std::size_t> Setup::placeOf(int id) const
{
    const auto found =
        std::find_if(columns.begin(), columns.end(), [id](const Column& column) { return column.id == id; });
    return found == columns.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - columns.begin()));
}

void Setup::identifyColumns(const Setup& before)
{
    int last = 0;
    for (const Setup* setup : {&before, static_cast<const Setup*>(this)})
        for (const Column& column : setup->columns)
            last = std::max(last, column.id);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        int& id = columns[c].id;
        if (id != 0 && placeOf(id) == c)
            continue;
        id = 0; // a copy of another column is a column of its own
        const int known = c < before.columns.size() ? before.columns[c].id : 0;
        id = known != 0 && !placeOf(known) ? known : ++last;
    }
    if (view.difference && (view.difference->minuend == view.difference->subtrahend ||
                            !placeOf(view.difference->minuend) || !placeOf(view.difference->subtrahend)))
        view.difference.reset();
}

OrderedJson Setup::toJson() const
{
    OrderedJson models = OrderedJson::array();
    for (const Column& choice : columns) {
        OrderedJson column{{"model", choice.model}};
        writeSwitches(column, choice.slopes, choice.options);
        models.push_back(column);
    }
    OrderedJson map{{"layer", view.layer},
                    {"head", view.head},
                    {"stage", idOf(view.stage)},
                    {"reduction", idOf(view.reduction)},
                    {"difference", false},
                    {"scale", idOf(view.scale)},
                    {"shared_scale", view.sharedScale}};
    if (view.difference) {
        const auto minuend = placeOf(view.difference->minuend);
        const auto subtrahend = placeOf(view.difference->subtrahend);
        if (minuend && subtrahend)
            map["difference"] = {{"column", *minuend}, {"minus", *subtrahend}};
    }
    if (view.region)
        map["region"] = {{"first_query", view.region->firstQuery},
                         {"queries", view.region->queries},
                         {"first_key", view.region->firstKey},
                         {"keys", view.region->keys}};
    if (view.limits)
        map["limits"] = {{"low", view.limits->low}, {"high", view.limits->high}};
    return {{"alibi_lab_session", kVersion},
            {"models", models},
            {"text", jsonOf(text)},
            {"length", length},
            {"view", map},
            {"seed", seed}};
}

Setup Setup::fromJson(const Json& json, std::string_view name)
{
    const Fields fields(json, name);
    fields.allowOnly({"alibi_lab_session", "models", "text", "length", "view", "seed",
                      "tried"});                                         // the last: core/setup/session_file.h
    const auto version = fields.whole("alibi_lab_session", 1, kVersion); // a later one is refused instead of misread
    Setup setup;
    for (const Json& column : fields.list("models", kMostColumns))
        setup.columns.push_back(columnFromJson(column, name, fmt::format("models[{}]", setup.columns.size())));
    if (setup.columns.empty())
        throw error("{} must hold at least one model.", fields.path("models"));
    setup.identifyColumns({});
    setup.text = textFrom(fields.object("text"), version);
    setup.length = static_cast<int>(fields.whole("length", setup.length, kShortestLength, kLongestLength));
    if (fields.find("view"))
        setup.view = viewFrom(fields.object("view"), setup.columns);
    setup.seed = fields.natural("seed", setup.seed);
    return setup;
}

} // namespace core
