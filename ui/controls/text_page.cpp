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

// What QTextDocument begins a line at: also at two code points that stand for nothing and are its own marks.
QString withLineFeeds(QString text)
{
    const QLatin1Char feed('\n');
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    const QChar ends[] = {QLatin1Char('\r'), QChar::ParagraphSeparator, QChar::LineSeparator, QChar(0xFDD0),
                          QChar(0xFDD1)};
    for (const QChar end : ends)
        text.replace(end, feed);
    return text;
}

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
    setPlainText(cut(withLineFeeds(text)));
}

QString TextPage::text() const
{
    return whole(withLineFeeds(document()->toRawText())); // toPlainText() makes no-break spaces plain ones
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
    textCursor().insertText(cut(withLineFeeds(source->text())));
    ensureCursorVisible();
}

QMimeData* TextPage::createMimeDataFromSelection() const
{
    auto* copied = new QMimeData;
    copied->setText(whole(withLineFeeds(textCursor().selectedText())));
    return copied;
}

QString TextPage::cut(const QString& text) const
{
    const bool joined = text.count(QLatin1Char('\n')) > kMostParagraphs;
    QString out;
    qsizetype start = 0;     // of the line
    qsizetype paragraph = 0; // where it begins in what comes out
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
            paragraph = out.size();
        }
        out += QStringView(text).mid(start, end - start);
        start = end + 1;
        if (end == text.size())
            break;
        const qsizetype nextFeed = text.indexOf(QLatin1Char('\n'), start);
        const qsizetype nextEnd = nextFeed < 0 ? text.size() : nextFeed;
        if (joined && out.size() - paragraph + nextEnd - end <= kLongestParagraph) {
            out += QChar::LineSeparator;
        } else {
            out += QLatin1Char('\n');
            paragraph = out.size();
        }
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
