// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/text_page.h"

#include "tests/core/sanitized.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QTest>
#include <QTextBlock>

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

using namespace ui;

namespace {

int longestParagraph(const TextPage& page)
{
    int longest = 0;
    for (QTextBlock block = page.document()->begin(); block.isValid(); block = block.next())
        longest = std::max(longest, block.length());
    return longest;
}

QString endless(int size) { return QString(size, QLatin1Char('x')); }

TEST(TextPage, GivesBackWhatItGot)
{
    TextPage page;
    for (const QString& text :
         {QString(), QStringLiteral("a"), QStringLiteral("\n"), QStringLiteral("a\n\nb\n"), endless(999), endless(1000),
          endless(1001), endless(1200), endless(1201), endless(5000) + QStringLiteral("\n") + endless(3000),
          endless(5000) + QStringLiteral("\n\n"), QString(3000, QChar(0xA0)),
          QStringLiteral("\uFFF0\uFFF1") + endless(4000), QStringLiteral("😀").repeated(3000),
          QStringLiteral("e\u0301").repeated(3000), QStringLiteral("\n").repeated(30'000),
          QStringLiteral("a\n\nbc\n").repeated(9'000) + endless(5000) + QStringLiteral("\n") + endless(900)}) {
        page.setText(text);
        EXPECT_TRUE(page.text() == text) << text.size();
        EXPECT_LE(longestParagraph(page), TextPage::kLongestParagraph + 202);
        EXPECT_EQ(page.holdsText(), !text.trimmed().isEmpty());
    }
}

TEST(TextPage, CutsAreNotPartOfWhatIsEditedPastedOrCopied)
{
    TextPage page;
    page.resize(400, 300);
    page.show();
    QApplication::clipboard()->setText(endless(3000));
    page.setFocus();
    QTest::keyClick(&page, Qt::Key_V, Qt::ControlModifier);
    EXPECT_EQ(page.text(), endless(3000));
    EXPECT_LE(longestParagraph(page), TextPage::kLongestParagraph + 202);
    QTest::keyClick(&page, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&page, Qt::Key_C, Qt::ControlModifier);
    EXPECT_EQ(QApplication::clipboard()->text(), endless(3000));
    QTest::keyClick(&page, Qt::Key_Delete);
    EXPECT_FALSE(page.holdsText());
    QTest::keyClick(&page, Qt::Key_Z, Qt::ControlModifier); // the deletion comes back with its cuts
    EXPECT_EQ(page.text(), endless(3000));
    page.moveCursor(QTextCursor::End);
    QTest::keyClick(&page, Qt::Key_Return);
    QTest::keyClicks(&page, QStringLiteral("end"));
    EXPECT_EQ(page.text(), endless(3000) + QStringLiteral("\nend"));
}

TEST(TextPage, EveryEndOfALineBecomesALineFeed)
{
    TextPage page;
    page.setText(QStringLiteral("a\r\nb\rc\u2028d\u2029e\n"));
    EXPECT_EQ(page.text(), QStringLiteral("a\nb\nc\nd\ne\n"));
}

TEST(TextPage, LinesOfOneParagraphAreEditedAndCopiedAsLines)
{
    TextPage page;
    page.resize(400, 300);
    page.show();
    const QString many = QStringLiteral("ab\n").repeated(20'000);
    page.setText(many);
    EXPECT_LT(page.document()->blockCount(), 200);
    page.setFocus();
    page.moveCursor(QTextCursor::Start);
    page.moveCursor(QTextCursor::Down);
    QTest::keyClick(&page, Qt::Key_Backspace);
    EXPECT_EQ(page.text(), QStringLiteral("ab") + many.mid(3));
    QTest::keyClick(&page, Qt::Key_Return);
    QTest::keyClick(&page, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&page, Qt::Key_C, Qt::ControlModifier);
    EXPECT_EQ(QApplication::clipboard()->text(), many);
}

// Laid out as one paragraph, 300 kB took half a minute; as a million paragraphs, line feeds took three seconds.
TEST(TextPage, AMegabyteOfAnythingOpensAtOnce)
{
    const QString prose = QStringLiteral("It was a bright cold day in April, and the clocks were striking. ");
    for (const QString& text : {endless(1'000'000), prose.repeated(16'000), QString(1'000'000, QLatin1Char('\n')),
                                QStringLiteral("a\n").repeated(500'000), QString(1'000'000, QLatin1Char('\r')),
                                QString(1'000'000, QChar::ParagraphSeparator), QString(1'000'000, QChar(0xFDD0)),
                                QStringLiteral("漢").repeated(340'000), QStringLiteral("ab\t").repeated(340'000)}) {
        const std::clock_t start = std::clock(); // the processor's time: others' work on the machine does not count
        TextPage page;
        page.resize(640, 420);
        page.setText(text);
        page.selectAll();
        page.show();
        page.grab();
        const auto milliseconds = static_cast<int>(1000.0 * double(std::clock() - start) / CLOCKS_PER_SEC);
        EXPECT_LT(milliseconds, kSanitized ? 10'000 : 500) << "of U+" << std::hex << int(text[0].unicode());
    }
}

} // namespace
