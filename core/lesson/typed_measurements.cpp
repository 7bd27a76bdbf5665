// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/shortened.h"
#include "core/lesson/lesson.h"

#include <cctype>
#include <cstdlib>
#include <set>
#include <string_view>

namespace core {
namespace {

constexpr long kLargestCount = 20; // words would do as well
constexpr long kFirstYear = 1900;
constexpr long kLastYear = 2099;

bool isDigitSign(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// The sign of a decimal fraction.
bool isInside(std::string_view text, std::size_t at)
{
    return (text[at] == '.' || text[at] == ',') && at + 1 < text.size() && isDigitSign(text[at + 1]);
}

// The numbers in a text: where each begins and ends.
template <typename Take>
void eachNumber(std::string_view text, const Take& take)
{
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
        if (!isDigitSign(text[begin]))
            continue;
        std::size_t end = begin;
        while (end < text.size() && (isDigitSign(text[end]) || isInside(text, end)))
            ++end;
        take(begin, end);
        begin = end;
    }
}

long wholeNumberOf(std::string_view digits)
{
    return std::strtol(std::string(digits.substr(0, 18)).c_str(), nullptr, 10);
}

void addNumbers(std::set<long>& known, std::string_view text)
{
    eachNumber(text, [&](std::size_t begin, std::size_t end) {
        known.insert(wholeNumberOf(text.substr(begin, end - begin)));
    });
}

// What the lesson sets: lengths, models' names, options, numbers in expressions.
std::set<long> settingsOf(const Lesson& lesson)
{
    std::set<long> known;
    const auto addExpression = [&](const Expression& expression) { addNumbers(known, expression.text()); };
    for (const LessonStep& step : lesson.steps) {
        known.insert(step.setup.length);
        for (const Column& column : step.setup.columns) {
            addNumbers(known, column.model);
            addNumbers(known, column.switches().dump(-1, ' ', false, Json::error_handler_t::replace));
        }
        for (const Expression& claim : step.claims)
            addExpression(claim);
        if (step.action)
            addExpression(step.action->done);
        if (step.prediction)
            for (const LessonAnswer& answer : step.prediction->answers)
                addExpression(answer.right);
    }
    for (const PlacedText& placed : textsOf(lesson))
        for (const TextPiece& piece : *placed.text)
            if (piece.number)
                addExpression(*piece.number);
    return known;
}

// A formula has whole numbers of its own (10000 in the waves' one): `settings` is null then.
bool looksMeasured(std::string_view text, std::size_t begin, std::size_t end, const std::set<long>* settings)
{
    const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
    const bool decimal = text.substr(begin, end - begin).find_first_of(".,") != text.npos;
    std::size_t next = end;
    while (at(next) == ' ')
        ++next;
    const std::string_view rest = text.substr(next);
    const bool share = rest.starts_with("%") || rest.starts_with("percent");
    if (decimal || share || settings == nullptr)
        return decimal || share;
    const long value = wholeNumberOf(text.substr(begin, end - begin));
    const bool fraction = begin > 0 && text[begin - 1] == '/'; // 1/256: set, not measured
    const bool year = value >= kFirstYear && value <= kLastYear;
    return value > kLargestCount && !year && !fraction && !settings->contains(value);
}

} // namespace

std::vector<Sentence> typedMeasurements(const Lesson& lesson)
{
    std::vector<Sentence> found;
    const std::set<long> settings = settingsOf(lesson);
    const auto look = [&](const std::string& place, std::string_view words, const std::set<long>* known) {
        eachNumber(words, [&](std::size_t begin, std::size_t end) {
            if (looksMeasured(words, begin, end, known))
                found.push_back(sentence("\"{}\" of the lesson \"{}\" holds a typed number, {}, in \"{}\"; have it "
                                         "computed: {{perplexity(alibi-64, 64)}}.",
                                         place, lesson.id, std::string(words.substr(begin, end - begin)),
                                         shortened(words)));
        });
    };
    look("title", lesson.title, &settings);
    for (const PlacedText& placed : textsOf(lesson))
        for (const TextPiece& piece : *placed.text)
            look(placed.place, piece.words, &settings);
    for (std::size_t s = 0; s < lesson.steps.size(); ++s)
        look(fmt::format("steps[{}].formula", s), lesson.steps[s].formula, nullptr);
    return found;
}

} // namespace core
