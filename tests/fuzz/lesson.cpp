// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/lesson.h"
#include "core/setup/setup.h"
#include "tests/fuzz/reader.h"

namespace fuzz {
namespace {

// Answers every question, so that every reading is worked out.
class AnyFacts : public core::Facts
{
    core::Value of(const core::Call& call) override
    {
        promise(!call.words().translated().empty() && !call.text().empty(), "a call has words");
        promise(call.arguments.size() == call.function->parameters.size(), "all arguments are there");
        switch (call.function->result) {
        case core::ValueType::Truth:
            return true;
        case core::ValueType::Word:
            return std::string("bias");
        default:
            return static_cast<double>(call.arguments.size());
        }
    }
};

void evaluate(const core::Expression& expression, core::ValueType type)
{
    AnyFacts facts;
    const core::Outcome outcome = expression.evaluate(facts);
    promise(expression.type() == type && outcome.value.index() == (type == core::ValueType::Truth ? 1U : 0U),
            "an expression gives what its type says");
    promise(core::Expression::parse(expression.text(), "again").type() == type, "its text is read again");
}

} // namespace

// F…: an expression alone; anything else a lesson's file.
void lesson(std::string_view bytes)
{
    if (bytes.starts_with('F')) {
        attempt([&] {
            const core::Expression expression = core::Expression::parse(bytes.substr(1), "file");
            if (expression.type() != core::ValueType::Word)
                evaluate(expression, expression.type());
        });
        return;
    }
    attempt([&] {
        const core::Lesson lesson = core::parseLesson(bytes, "file");
        (void)core::typedMeasurements(lesson);
        for (const core::PlacedText& placed : core::textsOf(lesson))
            for (const core::TextPiece& piece : *placed.text)
                if (piece.number)
                    evaluate(*piece.number, core::ValueType::Number);
        for (const core::LessonStep& step : lesson.steps) {
            promise(!step.setup.columns.empty(), "every step shows something");
            for (const core::Expression& claim : step.claims)
                evaluate(claim, core::ValueType::Truth);
        }
    });
    attempt([&] { (void)core::parseGlossary(bytes, "file"); });
}

} // namespace fuzz
