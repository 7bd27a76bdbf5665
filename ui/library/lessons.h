// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/lesson.h"
#include "core/lesson/measurements.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <string>
#include <vector>

namespace ui {

// The lessons inside the program, in the course's order.
QStringList lessonIds();
// By one of those ids, or from a file. In that language ("de") where the lesson has a file for it, in English
// otherwise. Throws core::Error, for an unknown id listing the known ones.
std::shared_ptr<const core::Lesson> lessonById(const QString& id, const QString& language);
std::shared_ptr<const core::Lesson> lessonFromFile(const QString& path);

// What links of lessons lead to.
std::vector<core::Term> glossary(const QString& language);

// Models inside the program ("alibi-64"), folders, and the program's passages.
core::LessonSources lessonSources();

} // namespace ui
