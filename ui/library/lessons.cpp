// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/lessons.h"

#include "core/base/error.h"
#include "core/base/input_file.h"
#include "core/base/json_reader.h"
#include "ui/library/library.h"
#include "ui/library/read_text.h"
#include "ui/library/resource.h"

#include <algorithm>

namespace ui {
namespace {

// In that language where there is a file in it, in English otherwise.
std::string textIn(const QString& language, const QString& name)
{
    const QString own = QStringLiteral("lessons/%1/%2.json").arg(language, name);
    const QString path = hasResource(own) ? own : QStringLiteral("lessons/en/%1.json").arg(name);
    return resource(path).toStdString();
}

} // namespace

QStringList lessonIds()
{
    QStringList ids;
    for (const core::Json& id :
         core::parseJson(resource(QStringLiteral("lessons/course.json")).toStdString(), "course.json"))
        ids.append(QString::fromStdString(id.get<std::string>()));
    return ids;
}

std::shared_ptr<const core::Lesson> lessonById(const QString& id, const QString& language)
{
    const QStringList known = lessonIds();
    if (!known.contains(id))
        throw core::error("There is no lesson \"{}\" in this program; there are {}.", id.toStdString(),
                          known.join(QStringLiteral(", ")).toStdString());
    return std::make_shared<const core::Lesson>(core::parseLesson(textIn(language, id), id.toStdString() + ".json"));
}

std::shared_ptr<const core::Lesson> lessonFromFile(const QString& path)
{
    const core::InputFile file(path.toStdString(), core::kLargestLesson);
    return std::make_shared<const core::Lesson>(core::parseLesson(file.readAll(), path.toStdString()));
}

std::vector<core::Term> glossary(const QString& language)
{
    return core::parseGlossary(textIn(language, QStringLiteral("glossary")), "glossary");
}

core::LessonSources lessonSources()
{
    return {[](const std::string& model, const core::Cancel& cancel) {
                const bool named = model.find(':') == std::string::npos && model.find('/') == std::string::npos;
                return loadModel(named ? std::string(kBuiltin) + model : model, cancel);
            },
            [](const std::string& passage, const core::Cancel& cancel) {
                return loadText({core::TextKind::Passage, passage}, cancel)->text;
            }};
}

} // namespace ui
