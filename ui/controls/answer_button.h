// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace ui {

// An answer to choose, in as many lines as it needs. What it turned out to be is said by a sign beside it, not by
// colour alone. By keys like any button.
class AnswerButton : public QAbstractButton
{
    Q_OBJECT

public:
    enum class State {
        Open,  // nothing is chosen yet
        Other, // another was chosen, and this is not the right one
        Waits, // chosen; whether it is right is being worked out
        Right,
        Wrong
    };

    explicit AnswerButton(const QString& text, QWidget* parent = nullptr);

    void setState(State state, bool chosen);
    State state() const { return m_state; }
    bool isChosen() const { return m_chosen; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    int signWidth() const;
    int padding() const;

    State m_state = State::Open;
    bool m_chosen = false;
};

} // namespace ui
