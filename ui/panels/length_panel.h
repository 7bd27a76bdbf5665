// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view_models/comparison.h"

#include <QWidget>

namespace ui {

class LengthSlider;

// Chooses how many tokens are read, between what the text has and what the models say of lengths.
class LengthPanel : public QWidget
{
    Q_OBJECT

public:
    LengthPanel(Session& session, Comparison& comparison, QWidget* parent = nullptr);

    LengthSlider& slider() const { return *m_slider; }

private:
    void showRange();
    void showMarks();
    void refuse(const QString& length);

    Session& m_session;
    Comparison& m_comparison;
    LengthSlider* m_slider;
};

} // namespace ui
