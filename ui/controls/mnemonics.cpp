// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/mnemonics.h"

#include <QAbstractButton>
#include <QLabel>

namespace ui {
namespace {

constexpr const char* kAsked = "mnemonicFor"; // a property: the text without &

QString textOf(const QWidget& widget)
{
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        return label->buddy() != nullptr ? label->text() : QString();
    const auto* button = qobject_cast<const QAbstractButton*>(&widget);
    return button != nullptr ? button->text() : QString();
}

void setText(QWidget& widget, const QString& text)
{
    if (auto* label = qobject_cast<QLabel*>(&widget))
        label->setText(text);
    else if (auto* button = qobject_cast<QAbstractButton*>(&widget))
        button->setText(text);
}

bool isFree(const QString& text, qsizetype at, const QString& taken)
{
    return text[at].isLetterOrNumber() && !taken.contains(text[at], Qt::CaseInsensitive);
}

} // namespace

QString withMnemonic(const QString& text, QString& taken)
{
    for (const bool wordsOnly : {true, false})
        for (qsizetype at = 0; at < text.size(); ++at)
            if (isFree(text, at, taken) && (!wordsOnly || at == 0 || text[at - 1].isSpace())) {
                taken += text[at].toLower();
                return text.left(at) + QLatin1Char('&') + text.mid(at);
            }
    return text;
}

QChar mnemonicOf(const QString& text)
{
    for (qsizetype at = 0; at + 1 < text.size(); ++at)
        if (text[at] == QLatin1Char('&')) {
            if (text[at + 1] != QLatin1Char('&'))
                return text[at + 1].toLower();
            ++at; // && is a plain &
        }
    return {};
}

void askForMnemonic(QWidget& labelOrButton, const QString& text)
{
    labelOrButton.setProperty(kAsked, text);
    setText(labelOrButton, text);
}

void giveMnemonics(QWidget& window, QString reserved)
{
    QList<QWidget*> asking;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (widget->property(kAsked).isValid())
            asking.append(widget);
        else if (const QChar letter = mnemonicOf(textOf(*widget)); !letter.isNull())
            reserved += letter;
    }
    for (QWidget* widget : asking)
        setText(*widget, withMnemonic(widget->property(kAsked).toString(), reserved));
}

} // namespace ui
