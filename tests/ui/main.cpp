// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/application.h"
#include "ui/language/language.h"

#include <QStyleFactory>

#include <gtest/gtest.h>

// Widgets need a QApplication; without a display "offscreen" draws into memory.
int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    testing::InitGoogleTest(&argc, argv);
    const ui::Application app(argc, argv);
    ui::setLanguage(QStringLiteral("en"));                                   // the same in every country
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion"))); // the same on every desktop
    return RUN_ALL_TESTS();
}
