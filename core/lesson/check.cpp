// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/check.h"

#include "core/base/error.h"

#include <cmath>
#include <utility>

namespace core {
namespace {

class LessonCheck
{
public:
    LessonCheck(const Lesson& lesson, Measurements& measurements, const Cancel& cancel)
        : m_lesson(lesson)
        , m_measurements(measurements)
        , m_cancel(cancel)
    {}

    void step(std::size_t index)
    {
        const LessonStep& step = m_lesson.steps[index];
        const std::string where = fmt::format("steps[{}].", index);
        for (std::size_t i = 0; i < step.claims.size(); ++i)
            look(fmt::format("{}claims[{}]", where, i), step.claims[i], {},
                 [](const Outcome& o) { return o.holds() ? Sentence() : sentence("it does not hold"); });
        if (step.prediction)
            prediction(*step.prediction, where + "prediction");
        if (step.action)
            look(where + "action.done", step.action->done, LessonState{step.setup, {}, 0, 0}, [](const Outcome& o) {
                return o.holds() ? sentence("it is done before anybody has done anything") : Sentence();
            });
    }

    void numbers()
    {
        for (const PlacedText& placed : textsOf(m_lesson))
            for (const TextPiece& piece : *placed.text)
                if (piece.number)
                    look(placed.place, *piece.number, {}, [](const Outcome& o) {
                        return std::isfinite(o.number()) ? Sentence() : sentence("it is no number");
                    });
        for (const Sentence& typed : typedMeasurements(m_lesson))
            findings.push_back({"", "", false, {}, typed});
    }

    std::vector<LessonFinding> findings;

private:
    template <typename Judge>
    Outcome look(std::string place, const Expression& expression, std::optional<LessonState> state, const Judge& judge)
    {
        LessonFinding finding{std::move(place), expression.text(), false, {}, {}};
        Outcome outcome;
        try {
            LessonFacts facts(m_measurements, std::move(state), m_cancel);
            outcome = expression.evaluate(facts);
            finding.measured = outcome.measured;
            finding.trouble = judge(outcome);
        } catch (const Error& problem) {
            finding.trouble = problem.sentence();
        }
        finding.good = finding.trouble == Sentence();
        findings.push_back(std::move(finding));
        return outcome;
    }

    void prediction(const Prediction& prediction, const std::string& place)
    {
        std::size_t right = 0;
        for (std::size_t i = 0; i < prediction.answers.size(); ++i) {
            const Outcome outcome = look(fmt::format("{}.answers[{}].right", place, i), prediction.answers[i].right, {},
                                         [](const Outcome&) { return Sentence(); });
            right += findings.back().good && outcome.holds() ? 1U : 0U;
        }
        if (right != 1)
            findings.push_back(
                {place, "", false, {}, sentence("{} of its answers are right; exactly one must be", right)});
    }

    const Lesson& m_lesson;
    Measurements& m_measurements;
    const Cancel& m_cancel;
};

} // namespace

std::vector<LessonFinding> checkLesson(const Lesson& lesson, Measurements& measurements, const Cancel& cancel,
                                       const std::function<void(double done)>& progress)
{
    LessonCheck check(lesson, measurements, cancel);
    for (std::size_t s = 0; s < lesson.steps.size(); ++s) {
        check.step(s);
        if (progress)
            progress(static_cast<double>(s + 1) / static_cast<double>(lesson.steps.size() + 1));
    }
    check.numbers();
    if (progress)
        progress(1.0);
    return std::move(check.findings);
}

} // namespace core
