// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/language/language.h"
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/settings/preferences.h"

namespace ui {
namespace {

// name: in that language itself, so that whoever looks for it can read it.
Action languageAction(const QString& id, const QString& name)
{
    return {.id = "language-" + (id.isEmpty() ? std::string("desktop") : id.toStdString()),
            .text = Actions::tr("Language: %1").arg(name),
            .menu = Menu::View,
            .run =
                [id](const ActionContext& context) {
                    if (context.window.preferences().language() == id)
                        return;
                    context.window.preferences().setLanguage(id);
                    context.window.say(Actions::tr("The program is in the chosen language when it starts again."));
                },
            .isOn = [id](const ActionContext& context) { return context.window.preferences().language() == id; },
            .label = [name](const ActionContext&) { return name; },
            .submenu = [](const ActionContext&) { return Actions::tr("La&nguage"); }};
}

} // namespace

std::vector<Action> chooseLanguage()
{
    std::vector<Action> actions{languageAction({}, Actions::tr("as the desktop"))};
    for (const QString& id : languages())
        actions.push_back(languageAction(id, languageName(id)));
    return actions;
}

} // namespace ui
