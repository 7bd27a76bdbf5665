// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/markup.h"
#include "core/setup/setup.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

struct LessonAnswer
{
    MarkedText text;
    Expression right; // a truth, computed: whether this is the right one
};

// Asked before anything is shown.
struct Prediction
{
    MarkedText question;
    std::vector<LessonAnswer> answers; // 2 … 4
};

// Something to do, and the condition that says that it was done.
struct LessonAction
{
    MarkedText text;
    Expression done;
};

struct LessonStep
{
    std::vector<MarkedText> text; // sentences
    std::string formula;          // a line of its own; empty: none
    std::optional<Prediction> prediction;
    Setup setup;                       // what the window shows, the steps before included
    std::vector<std::string> controls; // what of the window stays visible; empty: as people have it
    std::optional<LessonAction> action;
    std::vector<Expression> claims; // truths about models
    MarkedText notice;              // what to see, once a prediction is made; empty: none
    MarkedText question;            // to take home; empty: none
    MarkedText notes;               // for the speaker; empty: none
};

// A lesson as it stands in a file of its own, one per language (resources/lessons/README.md).
struct Lesson
{
    std::string id;
    std::string title;
    int minutes = 0;
    std::vector<LessonStep> steps;
};

inline constexpr std::size_t kLargestLesson = std::size_t{1} << 20;

// name: the file, for messages. Throws Error naming it with line and column, or the field and the column in it.
Lesson parseLesson(std::string_view text, std::string_view name);

// Whether a file is one, by its content; `beginning` may be cut off.
bool looksLikeLesson(std::string_view beginning);

// All texts of a lesson with the places of their fields ("steps[2].notice"), in the file's order.
struct PlacedText
{
    std::string place;
    const MarkedText* text;
};
std::vector<PlacedText> textsOf(const Lesson& lesson);

// Numbers in the texts that look as if somebody had measured and typed them: decimals, percentages, and whole numbers
// that are no setting of the lesson itself (a length, an option, a number in an expression), no count up to 20, no year
// and no fraction; of formulas only decimals and percentages. A sentence each, with the field.
std::vector<Sentence> typedMeasurements(const Lesson& lesson);

// An entry of the glossary that links of lessons lead to.
struct Term
{
    std::string id;
    std::string title;
    MarkedText text;
};
std::vector<Term> parseGlossary(std::string_view text, std::string_view name);

} // namespace core
