// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/lesson.h"
#include "core/lesson/measurements.h"

#include <functional>
#include <string>
#include <vector>

namespace core {

// What was found about one expression of a lesson.
struct LessonFinding
{
    std::string place; // "steps[2].claims[0]"
    std::string expression;
    bool good = false;
    std::vector<Measured> measured;
    Sentence trouble; // why it is not; empty where it is
};

// Works out everything a lesson says: its claims hold, of a prediction's answers exactly one is right, numbers in its
// texts can be computed, and no action is done before anybody has done anything; no text holds a typed measurement.
// Throws Cancelled when told so.
std::vector<LessonFinding> checkLesson(const Lesson& lesson, Measurements& measurements, const Cancel& cancel = {},
                                       const std::function<void(double done)>& progress = {});

} // namespace core
