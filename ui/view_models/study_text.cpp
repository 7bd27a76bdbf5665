// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/study_text.h"

#include "ui/figure/plain_number.h"

#include <QCoreApplication>

#include <cmath>

namespace ui {

QString studyText(const char* text) { return QCoreApplication::translate("Study", text); }

QString numberText(const core::ShownNumber& number)
{
    using Style = core::ShownNumber::Style;
    if (number.style == Style::Plain || !std::isfinite(number.value))
        return plainNumber(number.value, number.digits);
    return number.style == Style::Fixed ? fixedNumber(number.value, number.digits) : percentText(number.value);
}

// All places at once, so that a % in an argument is not taken for one.
QString studyText(const core::Phrase& phrase)
{
    const QString format = studyText(phrase.format);
    QString text;
    for (qsizetype at = 0; at < format.size(); ++at) {
        qsizetype end = at + 1;
        std::size_t place = 0;
        while (format[at] == QLatin1Char('%') && end < format.size() && format[end].isDigit())
            place = 10 * place + static_cast<std::size_t>(format[end++].digitValue());
        if (place < 1 || place > phrase.arguments.size()) {
            text += format[at];
            continue;
        }
        const core::Phrase::Argument& argument = phrase.arguments[place - 1];
        const auto* number = std::get_if<core::ShownNumber>(&argument);
        text += number != nullptr ? numberText(*number) : QString::fromStdString(std::get<std::string>(argument));
        at = end - 1;
    }
    return text;
}

} // namespace ui
