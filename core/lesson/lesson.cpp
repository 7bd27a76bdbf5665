// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/lesson.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/base/json_reader.h"

#include <algorithm>
#include <utility>

namespace core {
namespace {

constexpr int kLessonVersion = 1;
constexpr const char* kLessonMark = "alibi_lab_lesson";
constexpr std::size_t kMostLessonSteps = 60;
constexpr std::size_t kMostSentences = 8;
constexpr std::size_t kMostAnswers = 4;
constexpr std::size_t kMostControls = 32;
constexpr std::size_t kMostClaims = 16;
constexpr std::size_t kMostTerms = 500;
constexpr int kMostMinutes = 600;

// What the first step takes over where its setup says nothing.
Setup beforeAnyStep()
{
    Setup setup;
    setup.columns = {{"builtin:alibi-64", {}}};
    setup.text = {TextKind::Passage, "lighthouse"};
    setup.length = 64;
    setup.identifyColumns({});
    return setup;
}

// `patch` in the words of a session; what it leaves out stays, but for what would point to something that is gone.
Setup inherited(const Setup& before, const Json& patch, std::string_view place)
{
    if (!patch.is_object())
        throw error("{}: it must be a JSON object.", place);
    Json whole(before.toJson());
    const bool otherPicture = patch.contains("models") || patch.contains("text") || patch.contains("length");
    if (otherPicture)
        whole["view"].erase("region");
    if (patch.contains("models"))
        whole["view"]["difference"] = false;
    for (const auto& [key, value] : patch.items()) {
        if (key == "view" && value.is_object())
            whole[key].update(value);
        else
            whole[key] = value;
    }
    return Setup::fromJson(whole, place);
}

MarkedText markedTextOf(const Fields& fields, const char* key, bool needed)
{
    const std::string text = needed ? fields.text(key) : fields.text(key, std::string_view());
    return parseMarkup(text, fields.path(key));
}

Expression truthOf(const std::string& text, const std::string& place)
{
    Expression expression = Expression::parse(text, place);
    if (expression.type() != ValueType::Truth)
        throw error("{}: \"{}\" is neither true nor false; a comparison is expected.", place, text);
    return expression;
}

// True on models alone, so that it can be checked without a window.
Expression claimOf(const std::string& text, const std::string& place)
{
    Expression claim = truthOf(text, place);
    if (claim.asksState())
        throw error("{}: \"{}\" asks for what a window shows; claims are about models.", place, text);
    return claim;
}

std::string elementPlace(const Fields& fields, const char* key, std::size_t index)
{
    return fmt::format("{}[{}]", fields.place(key), index);
}

template <typename Make>
auto elementsOf(const Fields& fields, const char* key, std::size_t most, const Make& make)
{
    std::vector<decltype(make(std::declval<const Json&>(), std::string()))> all;
    if (fields.find(key) == nullptr)
        return all;
    for (const Json& element : fields.list(key, most))
        all.push_back(make(element, elementPlace(fields, key, all.size())));
    return all;
}

class LessonReader
{
public:
    explicit LessonReader(std::string_view name)
        : m_name(name)
    {}

    Lesson lesson(const Json& json) const
    {
        const Fields fields(json, m_name);
        fields.allowOnly({kLessonMark, "id", "title", "minutes", "steps"});
        fields.whole(kLessonMark, 1, kLessonVersion); // a later one is refused instead of misread
        Lesson lesson;
        lesson.id = fields.text("id");
        lesson.title = fields.text("title");
        lesson.minutes = static_cast<int>(fields.whole("minutes", 1, kMostMinutes));
        if (lesson.id.empty() || lesson.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != lesson.id.npos)
            throw error("{} must be of small letters, digits and hyphens: it is a word of the command line.",
                        fields.path("id"));
        fields.need("steps");
        Setup before = beforeAnyStep();
        for (const Json& element : fields.list("steps", kMostLessonSteps)) {
            lesson.steps.push_back(step(element, elementPlace(fields, "steps", lesson.steps.size()), before));
            before = lesson.steps.back().setup;
        }
        if (lesson.steps.empty())
            throw error("{} must hold at least one step.", fields.path("steps"));
        return lesson;
    }

private:
    std::string path(const std::string& place) const { return fmt::format("{}: \"{}\"", m_name, place); }

    std::string string(const Json& element, const std::string& place) const
    {
        if (!element.is_string())
            throw error("{} must be a text.", path(place));
        return element.get<std::string>();
    }

    LessonStep step(const Json& json, const std::string& where, const Setup& before) const
    {
        const Fields fields(json, m_name, where);
        fields.allowOnly(
            {"text", "formula", "prediction", "setup", "controls", "action", "claims", "notice", "question", "notes"});
        LessonStep step;
        step.text = elementsOf(fields, "text", kMostSentences, [this](const Json& element, const std::string& place) {
            return parseMarkup(string(element, place), path(place));
        });
        if (step.text.empty())
            throw error("{} must hold at least one sentence.", fields.path("text"));
        step.formula = fields.text("formula", std::string_view());
        if (fields.find("prediction"))
            step.prediction = prediction(fields.object("prediction"));
        const Json* setup = fields.find("setup");
        step.setup = inherited(before, setup != nullptr ? *setup : Json::object(), path(fields.place("setup")));
        step.controls =
            elementsOf(fields, "controls", kMostControls,
                       [this](const Json& element, const std::string& place) { return string(element, place); });
        if (fields.find("action"))
            step.action = action(fields.object("action"));
        step.claims = elementsOf(fields, "claims", kMostClaims, [this](const Json& element, const std::string& place) {
            return claimOf(string(element, place), path(place));
        });
        step.notice = markedTextOf(fields, "notice", false);
        step.question = markedTextOf(fields, "question", false);
        step.notes = markedTextOf(fields, "notes", false);
        return step;
    }

    Prediction prediction(const Fields& fields) const
    {
        fields.allowOnly({"question", "answers"});
        Prediction prediction;
        prediction.question = markedTextOf(fields, "question", true);
        prediction.answers =
            elementsOf(fields, "answers", kMostAnswers, [this](const Json& element, const std::string& place) {
                const Fields answer(element, m_name, place);
                answer.allowOnly({"text", "right"});
                return LessonAnswer{markedTextOf(answer, "text", true),
                                    claimOf(answer.text("right"), answer.path("right"))};
            });
        if (prediction.answers.size() < 2)
            throw error("{} must hold two answers at least.", fields.path("answers"));
        return prediction;
    }

    static LessonAction action(const Fields& fields)
    {
        fields.allowOnly({"text", "done"});
        return {markedTextOf(fields, "text", true), truthOf(fields.text("done"), fields.path("done"))};
    }

    std::string_view m_name;
};

} // namespace

Lesson parseLesson(std::string_view text, std::string_view name)
{
    return LessonReader(name).lesson(parseJson(text, name, {.bytes = kLargestLesson}));
}

bool looksLikeLesson(std::string_view beginning)
{
    const std::size_t start = beginning.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return start != beginning.npos && beginning[start] == '{' &&
           beginning.find(fmt::format("\"{}\"", kLessonMark)) != beginning.npos;
}

std::vector<PlacedText> textsOf(const Lesson& lesson)
{
    std::vector<PlacedText> all;
    for (std::size_t s = 0; s < lesson.steps.size(); ++s) {
        const LessonStep& step = lesson.steps[s];
        const std::string where = fmt::format("steps[{}].", s);
        for (std::size_t i = 0; i < step.text.size(); ++i)
            all.push_back({fmt::format("{}text[{}]", where, i), &step.text[i]});
        if (step.prediction) {
            all.push_back({where + "prediction.question", &step.prediction->question});
            for (std::size_t i = 0; i < step.prediction->answers.size(); ++i)
                all.push_back(
                    {fmt::format("{}prediction.answers[{}].text", where, i), &step.prediction->answers[i].text});
        }
        if (step.action)
            all.push_back({where + "action.text", &step.action->text});
        all.push_back({where + "notice", &step.notice});
        all.push_back({where + "question", &step.question});
        all.push_back({where + "notes", &step.notes});
    }
    return all;
}

std::vector<Term> parseGlossary(std::string_view text, std::string_view name)
{
    const Json json = parseJson(text, name, {.bytes = kLargestLesson});
    if (!json.is_object() || json.size() > kMostTerms)
        throw error("{}: it must be an object of at most {} terms.", name, kMostTerms);
    std::vector<Term> terms;
    for (const auto& [id, entry] : json.items()) {
        const Fields fields(entry, name, id);
        fields.allowOnly({"title", "text"});
        terms.push_back({id, fields.text("title"), markedTextOf(fields, "text", true)});
    }
    return terms;
}

} // namespace core
