// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/panels/studies_window.h"

namespace ui {
namespace {

void openStudyNamed(const ActionContext& context, const std::string& study)
{
    if (auto* studies = qobject_cast<StudiesWindow*>(context.window.view("studies")))
        studies->open(study);
}

} // namespace

std::vector<Action> openStudy()
{
    std::vector<Action> actions;
    const std::pair<const char*, QString> studies[]{
        {"extrapolation", Actions::tr("&Extrapolation …")},
        {"short-long", Actions::tr("&Train short, test long …")},
        {"windows", Actions::tr("&Sliding window against nonoverlapping …")},
        {"reach", Actions::tr("&Reach …")}};
    for (const auto& [id, text] : studies)
        actions.push_back(
            {.id = std::string("study-") + id,
             .text = text,
             .menu = Menu::Study,
             .run = [study = std::string(id)](const ActionContext& context) { openStudyNamed(context, study); }});
    actions.push_back({.id = "show-studies",
                       .text = Actions::tr("&Show the studies"),
                       .menu = Menu::Study,
                       .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_R)},
                       .run = [](const ActionContext& context) { openStudyNamed(context, {}); },
                       .startsGroup = true});
    return actions;
}

} // namespace ui
