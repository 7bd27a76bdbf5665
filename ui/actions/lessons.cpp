// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/lessons.h"
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/language/language.h"
#include "ui/panels/lesson_panel.h"

#include <QFileDialog>

namespace ui {
namespace {

LessonPanel* panelOf(const ActionContext& context) { return qobject_cast<LessonPanel*>(context.window.view("lesson")); }

bool isOpen(const ActionContext& context)
{
    LessonPanel* panel = panelOf(context);
    return panel != nullptr && panel->lesson().lesson() != nullptr;
}

Action stepAction(const char* id, const QString& text, QKeySequence key, void (LessonPanel::*act)())
{
    return {.id = id,
            .text = text,
            .menu = Menu::Lesson,
            .shortcuts = {std::move(key)},
            .run =
                [act](const ActionContext& context) {
                    if (LessonPanel* panel = panelOf(context))
                        (panel->*act)();
                },
            .canRun = isOpen};
}

} // namespace

Action openLesson()
{
    return {.id = "open-lesson", .text = Actions::tr("Open &lesson …"), .run = [](const ActionContext& context) {
                const QString path =
                    QFileDialog::getOpenFileName(&context.window.dialogParent(), Actions::tr("Open a lesson"),
                                                 QString(), Actions::tr("Lessons (*.json)"));
                LessonPanel* panel = panelOf(context);
                if (!path.isEmpty() && panel != nullptr)
                    panel->openFile(path);
            }};
}

std::vector<Action> lessons()
{
    std::vector<Action> actions;
    for (const QString& id : lessonIds()) {
        const auto lesson = lessonById(id, currentLanguage());
        actions.push_back(
            {.id = "lesson-" + lesson->id,
             .text = QStringLiteral("&%1. %2").arg(actions.size() + 1).arg(QString::fromStdString(lesson->title)),
             .menu = Menu::Lesson,
             .run =
                 [id](const ActionContext& context) {
                     if (LessonPanel* panel = panelOf(context))
                         panel->openById(id);
                 },
             .isOn =
                 [id](const ActionContext& context) {
                     LessonPanel* panel = panelOf(context);
                     return panel != nullptr && panel->lesson().lesson() != nullptr &&
                            panel->lesson().lesson()->id == id.toStdString();
                 }});
    }
    return actions;
}

std::vector<Action> lessonSteps()
{
    std::vector<Action> actions{stepAction("next-step", Actions::tr("Next step"),
                                           QKeySequence(Qt::CTRL | Qt::Key_PageDown), &LessonPanel::next),
                                stepAction("previous-step", Actions::tr("Step before"),
                                           QKeySequence(Qt::CTRL | Qt::Key_PageUp), &LessonPanel::previous),
                                stepAction("return-to-step", Actions::tr("Return to the step"),
                                           QKeySequence(Qt::CTRL | Qt::Key_Home), &LessonPanel::returnToStep),
                                stepAction("leave-lesson", Actions::tr("Leave the lesson"),
                                           QKeySequence(Qt::CTRL | Qt::Key_F4), &LessonPanel::leave)};
    actions.front().startsGroup = true;
    return actions;
}

} // namespace ui
