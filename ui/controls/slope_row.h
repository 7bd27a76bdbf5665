// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/handle_widget.h"
#include "ui/controls/slope_axis.h"

#include <optional>

class QLineEdit;

namespace ui {

class FieldMessage;

// One head of SlopesEditor: chip, handle on the axis, typed number, reach. Reports through signals and keeps only what
// it shows.
class SlopeRow : public HandleWidget
{
    Q_OBJECT

public:
    // `interaction` is the editor's and outlives the row: only one thing is being edited at a time.
    SlopeRow(int head, int heads, Interaction& interaction, QWidget* parent = nullptr);

    void setSlope(double slope); // emits nothing; also takes back an error
    void setOfficial(std::optional<double> official);

    void setShown(bool shown); // its head's map is

    double slope() const { return m_slope; }
    bool isShown() const { return m_shown; }
    bool hasError() const; // the field says why its text is no slope
    SlopeColumns columns() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void slopeChosen(double slope);
    void rowWanted(int step); // Up or Down was pressed: -1 or +1
    void focused();
    void headClicked(); // its chip

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void choose(double slope);
    bool isOnAxis(const QPointF& position) const override { return columns().axis.contains(position); }
    double handleX() const override { return columns().scale.xOf(m_slope); }
    void dragTo(const QPointF& position, Qt::KeyboardModifiers modifiers) override;
    double stepped(bool up, double octaves) const;
    void readTyped();
    void showValue();
    void updateToolTip();
    void paintAxis(QPainter& painter, const SlopeColumns& columns) const;
    void paintHandle(QPainter& painter, const SlopeColumns& columns) const;
    void paintReach(QPainter& painter, const SlopeColumns& columns) const;

    const int m_head;
    const QColor m_colour;
    bool m_shown = false;
    double m_slope = 0.0;
    std::optional<double> m_official;
    QLineEdit* m_edit;
    FieldMessage* m_message;
};

} // namespace ui
