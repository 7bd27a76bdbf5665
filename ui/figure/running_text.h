// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/style.h"

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QStringList>
#include <QVector>

#include <optional>
#include <vector>

class QPainter;

namespace ui {

// Tokens laid out as running text, in the order their script is read; on screen and on paper. Lines are broken once for
// a width; what is painted is what is seen. Coordinates count from the text's own corner.
class RunningText
{
public:
    RunningText();
    ~RunningText();
    RunningText(const RunningText&) = delete;
    RunningText& operator=(const RunningText&) = delete;

    // As they are shown, control characters as signs; a token that ends a line is one of `ends`. Where only the end is
    // another, only that is laid out. False: they are those that were there.
    bool setTokens(const QStringList& tokens, const QVector<bool>& ends);
    void setPage(int width, const QFont& font);

    int tokens() const { return static_cast<int>(m_tokens.size()); }
    double height() const;
    // Null where it is not laid out. Of a token in several lines: its first.
    QRectF boxOf(int token) const;
    std::optional<int> tokenAt(QPointF position) const;

    // What lies inside `seen`, which is in the painter's coordinates, as `corner` is. grounds: of the first so many
    // tokens; an invalid colour, and those after: none. The first `dimmed` tokens are paler.
    void paint(QPainter& painter, QPointF corner, const QRectF& seen, const QVector<QColor>& grounds, int dimmed,
               const FigureStyle& style) const;

private:
    struct Paragraph;

    void layOut(); // what is not yet
    const Paragraph* paragraphOf(int token) const;
    void paintParagraph(QPainter& painter, const Paragraph& paragraph, QPointF origin, const QRectF& seen,
                        const QVector<QColor>& grounds, int dimmed, const FigureStyle& style) const;

    QStringList m_tokens;
    QVector<bool> m_ends;
    QFont m_font;
    int m_width = -1;
    std::vector<Paragraph> m_paragraphs;
};

// A line through the text before the token in `box`, with words at the right end of its line: `captionWidth` wide, 0:
// none. right: where the page ends.
void paintTextMark(QPainter& painter, const QRectF& box, double right, const QString& caption, int captionWidth,
                   const QColor& colour);

} // namespace ui
