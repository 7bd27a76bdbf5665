// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/scatter_figure.h"

#include <QImage>
#include <QStringList>
#include <QWidget>

#include <memory>
#include <optional>

namespace ui {

// A scatter on screen: the mouse reads out points, a click chooses one, arrows go from the chosen one to others.
class ScatterView : public QWidget
{
    Q_OBJECT

public:
    explicit ScatterView(QWidget* parent = nullptr);

    // about: of each point, some lines.
    void setContent(ScatterContent content, const QStringList& about);
    void setChosen(std::optional<int> point); // does not emit
    std::optional<int> chosen() const { return m_chosen; }
    std::optional<int> pointed() const { return m_pointed; }
    const ScatterContent& content() const { return m_content; }
    // As it is drawn, for its size.
    const ScatterFigure& figure() const;

    QSize sizeHint() const override { return {420, 240}; }
    QSize minimumSizeHint() const override { return {160, 100}; }

signals:
    void pointChosen(int point);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void forget();
    void point(std::optional<int> point);
    void choose(int point);
    void describe();

    ScatterContent m_content;
    QStringList m_about;
    std::optional<int> m_chosen;
    std::optional<int> m_pointed;
    mutable std::unique_ptr<ScatterFigure> m_figure; // null: to be laid out
    QImage m_picture;                                // null: to be painted
};

} // namespace ui
