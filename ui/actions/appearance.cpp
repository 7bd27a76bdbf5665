// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"
#include "ui/actions/window_services.h"
#include "ui/settings/preferences.h"

namespace ui {
namespace {

constexpr int kFontStep = 10; // per cent

Action fontSize(const char* id, const QString& text, std::vector<QKeySequence> keys, int step)
{
    const auto wanted = [step](const ActionContext& context) {
        return step == 0 ? 100
                         : std::clamp(context.window.preferences().fontPercent() + step, kSmallestFont, kLargestFont);
    };
    return {.id = id,
            .text = text,
            .menu = Menu::View,
            .shortcuts = std::move(keys),
            .run =
                [wanted](const ActionContext& context) {
                    context.window.preferences().setFontPercent(wanted(context));
                    context.window.say(Actions::tr("Letters are at %1 % of their usual size.")
                                           .arg(context.window.preferences().fontPercent()));
                },
            .canRun =
                [wanted](const ActionContext& context) {
                    return wanted(context) != context.window.preferences().fontPercent();
                },
            .startsGroup = step > 0};
}

} // namespace

std::vector<Action> fontSizes()
{
    return {fontSize("larger-letters", Actions::tr("Lar&ger letters"),
                     {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)}, kFontStep),
            fontSize("smaller-letters", Actions::tr("S&maller letters"), {QKeySequence(Qt::CTRL | Qt::Key_Minus)},
                     -kFontStep),
            fontSize("usual-letters", Actions::tr("Letters of usual si&ze"), {QKeySequence(Qt::CTRL | Qt::Key_0)}, 0)};
}

std::vector<Action> themes()
{
    const std::pair<const char*, QString> themes[]{{"light", Actions::tr("Theme: &light")},
                                                   {"dark", Actions::tr("Theme: dar&k")},
                                                   {"", Actions::tr("Theme: as the des&ktop")}};
    std::vector<Action> actions;
    for (const auto& [id, text] : themes) {
        const QString theme = QString::fromLatin1(id);
        actions.push_back(
            {.id = std::string("theme-") + (*id != 0 ? id : "desktop"),
             .text = text,
             .menu = Menu::View,
             .run = [theme](const ActionContext& context) { context.window.preferences().setTheme(theme); },
             .isOn = [theme](const ActionContext& context) { return context.window.preferences().theme() == theme; },
             .startsGroup = actions.empty()});
    }
    return actions;
}

} // namespace ui
