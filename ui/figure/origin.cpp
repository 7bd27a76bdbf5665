// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/origin.h"

#include <QCoreApplication>

namespace ui {
namespace {

struct OriginWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::OriginWords)
};

} // namespace

QString originMark(Origin origin)
{
    switch (origin) {
    case Origin::Formula:
        return QStringLiteral("ƒ");
    case Origin::Paper:
        return QStringLiteral("§");
    case Origin::Measured:
        break;
    }
    return QStringLiteral("✓");
}

QString originText(Origin origin)
{
    const QString text = origin == Origin::Formula ? OriginWords::tr("%1 from the formula")
                         : origin == Origin::Paper ? OriginWords::tr("%1 from the paper")
                                                   : OriginWords::tr("%1 measured now");
    return text.arg(originMark(origin));
}

QString originAbout(Origin origin)
{
    const QString text =
        origin == Origin::Formula
            ? OriginWords::tr("%1: worked out from the encoding’s rule and what the model has learned for it; no text "
                              "was read.")
        : origin == Origin::Paper ? OriginWords::tr("%1: published numbers, of other models on other texts.")
                                  : OriginWords::tr("%1: a model computed it here, at this moment, from the text.");
    return text.arg(originText(origin));
}

} // namespace ui
