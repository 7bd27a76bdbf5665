// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/token_text.h"

#include <algorithm>

namespace ui {

QString oneLine(const QString& token)
{
    constexpr qsizetype longest = 48;
    QString result;
    for (const QChar c : token.left(longest)) {
        if (c == QLatin1Char('\n') || c == QLatin1Char('\r') || c == QChar::LineSeparator ||
            c == QChar::ParagraphSeparator)
            result += QChar(0x21B5);
        else if (c == QLatin1Char('\t'))
            result += QChar(0x21E5);
        else if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            result += QChar(0x00B7);
        else
            result += c;
    }
    if (token.size() > longest) {
        if (result.back().isHighSurrogate())
            result.chop(1);
        result += QChar(0x2026);
    }
    if (result.trimmed().isEmpty())
        return QString(std::max<qsizetype>(1, result.size()), QChar(0x2423)); // spaces would look like no label
    return result;
}

} // namespace ui
