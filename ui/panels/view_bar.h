// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view_models/comparison.h"

#include <QWidget>

class QBoxLayout;
class QButtonGroup;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QHBoxLayout;
class QToolButton;

namespace ui {

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
    void lock(bool locked);
    void typeLimits();

    Session& m_session;
    Comparison& m_comparison;
    QBoxLayout* m_lines;
    QButtonGroup* m_stages;
    QToolButton* m_difference;
    QComboBox* m_reduction;
    QCheckBox* m_shared;
    QCheckBox* m_locked;
    QCheckBox* m_hold;
    QDoubleSpinBox* m_low;
    QDoubleSpinBox* m_high;
};

} // namespace ui
