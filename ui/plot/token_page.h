// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/running_text.h"

#include <QAbstractScrollArea>
#include <QColor>
#include <QStringList>
#include <QVector>

#include <functional>
#include <optional>

namespace ui {

// Tokens as running text: each on a ground of its own, in the order their script is read, a click chooses one. Lines
// are laid out once for a width; what is painted is what is seen. Arrows move the choice, Home and End go to the ends.
class TokenPage : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TokenPage(QWidget* parent = nullptr);
    ~TokenPage() override;

    // As they are shown, control characters as signs; a token that ends a line is one of `ends`. Where only the end is
    // another, only that is laid out.
    void setTokens(const QStringList& tokens, const QVector<bool>& ends);
    // The grounds of the first so many tokens; an invalid colour, and those after: none.
    void setGrounds(const QVector<QColor>& grounds);
    void setDimmed(int tokens); // the first so many are paler
    void setMark(int token, const QString& text,
                 const QColor& colour);       // a line before it, its text beside the lines; 0: none
    void setChosen(std::optional<int> token); // framed, and brought into view
    void setDescription(std::function<QString(int token)> description); // of the tool tip

    int tokens() const { return m_text.tokens(); }
    std::optional<int> chosen() const { return m_chosen; }
    QColor ground(int token) const { return m_grounds.value(token); }
    // In the viewport; null where it is not laid out. Of a token in several lines: its first.
    QRectF boxOf(int token) const;
    std::optional<int> tokenAt(QPointF position) const;

signals:
    void tokenClicked(int token);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    int captionWidth() const; // of the mark; 0: there is no room for one
    QPointF corner() const;   // of the text, in the viewport
    void layOut();
    void bringIntoView(int token);

    RunningText m_text;
    QVector<QColor> m_grounds;
    int m_dimmed = 0;
    int m_mark = 0;
    QString m_markText;
    QColor m_markColour;
    std::optional<int> m_chosen;
    std::function<QString(int)> m_description;
};

} // namespace ui
