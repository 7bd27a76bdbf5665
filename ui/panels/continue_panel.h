// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/refresh.h"
#include "ui/session/continuation.h"
#include "ui/view_models/comparison.h"

#include <QWidget>

#include <optional>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace ui {

class ContinueBar;
class ContinuedView;

// All columns continue the beginning of the text, side by side and live. Another text, model or switch begins anew.
// Space plays and pauses. Hidden, it pauses.
class ContinuePanel : public QWidget
{
    Q_OBJECT

public:
    ContinuePanel(Session& session, Comparison& comparison, QWidget* parent = nullptr);

    Continuation& continuation() { return m_continuation; }
    ContinueBar& bar() { return *m_bar; }
    const std::vector<ContinuedView*>& texts() const { return m_texts; }
    // So many tokens behind the prompt's last one stands the chosen token.
    std::optional<int> chosen() const { return m_chosen; }

protected:
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void follow();
    std::optional<ContinuationPlan> plan() const; // nothing while a model or the text is read
    ContinuationLook look() const;
    void showView();
    void togglePlay();
    void branch();
    void takeText();
    void choose(int behind);
    void say(const QString& sentence);
    QVector<QColor> shades() const;

    Session& m_session;
    Comparison& m_comparison;
    Continuation m_continuation;
    ContinueBar* m_bar;
    QLabel* m_message;
    QHBoxLayout* m_row;
    std::vector<ContinuedView*> m_texts;
    std::optional<ContinuationPlan> m_plan;
    ContinuationLook m_look;
    std::optional<int> m_chosen;
    Refresh m_refresh;
};

} // namespace ui
