// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/application.h"
#include "ui/language/language.h"

#include <QStyleFactory>

#include <gtest/gtest.h>

namespace {

QtMessageHandler handlerBeforeTests;

// Thousands of lines of what "offscreen" cannot do would hide what a test says.
void withoutThePlugin(QtMsgType type, const QMessageLogContext& where, const QString& message)
{
    if (!message.startsWith(QStringLiteral("This plugin does not support ")))
        handlerBeforeTests(type, where, message);
}

} // namespace

// Widgets need a QApplication; without a display "offscreen" draws into memory.
int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    testing::InitGoogleTest(&argc, argv);
    handlerBeforeTests = qInstallMessageHandler(withoutThePlugin);
    const ui::Application app(argc, argv);
    ui::setLanguage(QStringLiteral("en"));                                   // the same in every country
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion"))); // the same on every desktop
    return RUN_ALL_TESTS();
}
