// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view_models/comparison.h"

#include <QWidget>

class QBoxLayout;
class QButtonGroup;
class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QToolButton;

namespace ui {

class NumberBox;

// What the maps show: the stage, how cells are merged, and the colour scale. In two lines where one is too long.
class ViewBar : public QWidget
{
    Q_OBJECT

public:
    ViewBar(Session& session, Comparison& comparison, QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QHBoxLayout* buildStages();
    QHBoxLayout* buildScale();
    void showSetup();
    void showScale();
    void showLimits();
    void lock(bool locked);
    void typeLimits(NumberBox& typed);

    Session& m_session;
    Comparison& m_comparison;
    QBoxLayout* m_lines;
    QButtonGroup* m_stages;
    QToolButton* m_difference = nullptr;
    QComboBox* m_reduction = nullptr;
    QComboBox* m_scale = nullptr;
    QCheckBox* m_shared = nullptr;
    QCheckBox* m_locked = nullptr;
    QCheckBox* m_hold = nullptr;
    NumberBox* m_low = nullptr;
    NumberBox* m_high = nullptr;
};

} // namespace ui
