// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>

namespace ui {

// The application of the window: while it handles an event, threads that work in the background leave it a processor
// (core::Foreground), so that painting does not queue behind the numbers.
class Application : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;
};

} // namespace ui
