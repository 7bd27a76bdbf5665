// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace ui {

// One line of text that changes often: a bold beginning and the rest, cut off with "…" where it does not fit. Unlike a
// label it has no say in the layout, so a new text costs its painting and nothing else.
class TextLine : public QWidget
{
    Q_OBJECT

public:
    explicit TextLine(Qt::Alignment alignment = Qt::AlignLeft, QWidget* parent = nullptr);

    void setText(const QString& bold, const QString& rest);
    QString text() const { return m_bold + m_rest; }
    // Pixels that a text would need.
    int widthOf(const QString& bold, const QString& rest) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QFont boldFont() const;

    Qt::Alignment m_alignment;
    QString m_bold;
    QString m_rest;
};

} // namespace ui
