// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/number_box.h"

namespace ui {

int NumberBox::tooLargeIn(const QString& text) const
{
    const int number = locale().toInt(text); // 0 when it is none
    return number > maximum() ? number : 0;
}

QValidator::State NumberBox::validate(QString& text, int& position) const
{
    const QValidator::State state = QSpinBox::validate(text, position);
    return state == QValidator::Invalid && tooLargeIn(text) > 0 ? QValidator::Intermediate : state;
}

// Asked when typing has ended with a text that is no value.
void NumberBox::fixup(QString& text) const
{
    const int number = tooLargeIn(text);
    QSpinBox::fixup(text);
    if (number > 0)
        emit tooLarge(number);
}

} // namespace ui
