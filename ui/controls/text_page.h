// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace ui {

// A page for any text at all. Qt lays a paragraph out as a whole, in a time that grows with its square: 300 kB without
// a line feed took half a minute. So longer paragraphs are cut where they come in, each cut marked by an invisible
// character at its end, and text() takes the cuts out again: what comes out is what came in. A paragraph also costs
// some microseconds to make: a million line feeds took three seconds. Where there are very many, short lines become
// lines of one paragraph, which look the same.
class TextPage : public QPlainTextEdit
{
    Q_OBJECT

public:
    static constexpr int kLongestParagraph = 1000; // UTF-16 units that are laid out at once
    static constexpr int kMostParagraphs = 10'000; // before short lines are joined

    explicit TextPage(QWidget* parent = nullptr);

    void setText(const QString& text);
    QString text() const;
    // Whether there is anything but blanks.
    bool holdsText() const;

protected:
    void insertFromMimeData(const QMimeData* source) override;
    QMimeData* createMimeDataFromSelection() const override;

private:
    QString cut(const QString& text) const;
    QString whole(QString text) const;

    QChar m_mark;
};

} // namespace ui
