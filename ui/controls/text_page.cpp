// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/text_page.h"

#include <QMimeData>
#include <QTextBlock>
#include <QTextBoundaryFinder>
#include <QTextDocument>

#include <algorithm>

namespace ui {
namespace {

// Code points that stand for nothing and are drawn as nothing (unassigned, default ignorable).
constexpr char16_t kFirstMark = 0xFFF0;
constexpr char16_t kLastMark = 0xFFF8;

// Not within a character of two units, nor, if there is another place near by, within what looks like one.
qsizetype cutBefore(QStringView text, qsizetype at)
{
    constexpr qsizetype around = 64;
    const qsizetype from = at - around;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text.data() + from, 2 * around);
    finder.setPosition(around);
    if (finder.isAtBoundary())
        return at;
    const qsizetype before = finder.toPreviousBoundary();
    if (before > 0)
        return from + before;
    return text[at].isLowSurrogate() ? at - 1 : at;
}

} // namespace

TextPage::TextPage(QWidget* parent)
    : QPlainTextEdit(parent)
    , m_mark(kFirstMark)
{}

void TextPage::setText(const QString& text)
{
    for (char16_t mark = kFirstMark; mark < kLastMark && text.contains(m_mark); ++mark)
        m_mark = QChar(mark);
    setPlainText(cut(text));
}

QString TextPage::text() const
{
    QString raw = document()->toRawText(); // toPlainText() makes no-break spaces plain ones
    raw.replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
    raw.replace(QChar::LineSeparator, QLatin1Char('\n'));
    return whole(raw);
}

bool TextPage::holdsText() const
{
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        const QString line = block.text();
        if (std::any_of(line.begin(), line.end(), [this](QChar c) { return !c.isSpace() && c != m_mark; }))
            return true;
    }
    return false;
}

void TextPage::insertFromMimeData(const QMimeData* source)
{
    if (!source->hasText())
        return;
    textCursor().insertText(cut(source->text()));
    ensureCursorVisible();
}

QMimeData* TextPage::createMimeDataFromSelection() const
{
    auto* copied = new QMimeData;
    QString selected = textCursor().selectedText();
    selected.replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
    copied->setText(whole(selected));
    return copied;
}

QString TextPage::cut(const QString& text) const
{
    QString out;
    qsizetype start = 0; // of the paragraph
    while (start <= text.size()) {
        qsizetype end = text.indexOf(QLatin1Char('\n'), start);
        if (end < 0)
            end = text.size();
        while (end - start > kLongestParagraph + 200) { // a cut always leaves something worth a line
            const qsizetype at = cutBefore(text, start + kLongestParagraph);
            out += QStringView(text).mid(start, at - start);
            out += m_mark;
            out += QLatin1Char('\n');
            start = at;
        }
        out += QStringView(text).mid(start, end - start);
        if (end < text.size())
            out += QLatin1Char('\n');
        start = end + 1;
    }
    return out;
}

QString TextPage::whole(QString text) const
{
    if (!text.contains(m_mark))
        return text;
    text.remove(QString(m_mark) + QLatin1Char('\n'));
    return text.remove(m_mark); // whose line feed was deleted by hand
}

} // namespace ui
