// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study.h"
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/controls/mnemonics.h"
#include "ui/language/words.h"
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
    const QString all = Actions::tr("&Show the studies");
    QString taken = mnemonicOf(all);
    for (const core::Study& study : core::studies())
        actions.push_back({.id = std::string("study-") + study.id,
                           .text = withMnemonic(Actions::tr("%1 …").arg(words(study.title)), taken),
                           .menu = Menu::Study,
                           .run = [id = study.id](const ActionContext& context) { openStudyNamed(context, id); }});
    actions.push_back({.id = "show-studies",
                       .text = all,
                       .menu = Menu::Study,
                       .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_R)},
                       .run = [](const ActionContext& context) { openStudyNamed(context, {}); },
                       .startsGroup = true});
    return actions;
}

} // namespace ui
