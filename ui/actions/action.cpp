// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action.h"

namespace ui {

#define ACTION(make) Action make();
#define ACTION_FAMILY(make) std::vector<Action> make();
#include "ui/actions/actions.def"
#undef ACTION
#undef ACTION_FAMILY

std::vector<Action> allActions()
{
    std::vector<Action> all;
#define ACTION(make) all.push_back(make());
#define ACTION_FAMILY(make)                                                                                            \
    for (Action & action : make())                                                                                     \
        all.push_back(std::move(action));
#include "ui/actions/actions.def"
#undef ACTION
#undef ACTION_FAMILY
    return all;
}

QString titleOf(Menu menu)
{
    switch (menu) {
    case Menu::File:
        return Actions::tr("&File");
    case Menu::Edit:
        return Actions::tr("&Edit");
    case Menu::View:
        return Actions::tr("&View");
    case Menu::Model:
        return Actions::tr("&Model");
    case Menu::Study:
        return Actions::tr("&Study");
    case Menu::Lesson:
        return Actions::tr("&Lesson");
    case Menu::Help:
        break;
    }
    return Actions::tr("&Help");
}

bool isPlainKey(const QKeySequence& shortcut)
{
    const QKeyCombination key = shortcut[0];
    const bool function = key.key() >= Qt::Key_F1 && key.key() <= Qt::Key_F35;
    return shortcut.count() == 1 && key.keyboardModifiers() == Qt::NoModifier && !function;
}

QString withoutMarks(QString text)
{
    text.remove(QLatin1Char('&'));
    if (text.endsWith(QStringLiteral("…")))
        text.chop(1);
    return text.trimmed();
}

QString Action::plainText() const { return withoutMarks(text); }

QString Action::keysText() const
{
    QStringList keys;
    for (const QKeySequence& shortcut : shortcuts)
        if (!shortcut.isEmpty())
            keys.append(shortcut.toString(QKeySequence::PortableText));
    return keys.join(QStringLiteral(", "));
}

} // namespace ui
