// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace ui {

// Letters for Alt+letter in places that are made from data: no two in one window alike.

// The text with & before a letter that is not yet in `taken`, which takes it; as it is when none is left. The first
// letters of words come first.
QString withMnemonic(const QString& text, QString& taken);

// The letter after &, lower case; null: there is none.
QChar mnemonicOf(const QString& text);

// A label or button whose letter giveMnemonics() chooses; `text` is what it says without one.
void askForMnemonic(QWidget& labelOrButton, const QString& text);

// Gives them letters that nothing else in the window has. reserved: letters that come and go.
void giveMnemonics(QWidget& window, QString reserved);

} // namespace ui
