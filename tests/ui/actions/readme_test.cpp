// SPDX-License-Identifier: GPL-3.0-or-later
// The table of keys in the README is that of the list of actions.
#include "ui/actions/action.h"

#include <QFile>

#include <gtest/gtest.h>

namespace {

TEST(Actions, TheReadmesTableOfKeysIsTheirs)
{
    QFile file(QStringLiteral(RESOURCE_DIR "/../README.md"));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    QStringList there;
    bool inside = false;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const QString text = QString::fromUtf8(line);
        if (text.startsWith(QStringLiteral("| keys | action |")))
            inside = true;
        else if (!text.startsWith(QLatin1Char('|')))
            inside = false;
        else if (inside && !text.startsWith(QStringLiteral("|---")))
            there.append(text);
    }
    QStringList wanted;
    for (const ui::Action& action : ui::allActions())
        if (!action.keysText().isEmpty())
            wanted.append(QStringLiteral("| %1 | %2 (`%3`) |")
                              .arg(action.keysText(), action.plainText(), QString::fromStdString(action.id)));
    EXPECT_FALSE(there.isEmpty());
    EXPECT_EQ(there, wanted) << "make it anew: alibi-lab --list-actions; the lines wanted are\n"
                             << wanted.join(QLatin1Char('\n')).toStdString();
}

} // namespace
