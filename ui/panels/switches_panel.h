// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/interaction.h"
#include "ui/session/session.h"

#include <QFrame>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QSpinBox;

namespace ui {

// What can be switched on one column's trained model without training: a popup with only what its encoding has.
class SwitchesPanel : public QFrame
{
    Q_OBJECT

public:
    SwitchesPanel(Session& session, std::size_t column, QWidget* parent = nullptr);

    void showSetup();
    void openBelow(const QWidget& opener);
    // Everything back to what the checkpoint has, slopes included.
    void takeBack();

private:
    void buildRows(QFormLayout* rows);
    void connectRows();
    void fillScaling(const QString& encoding);
    void take(const QString& what, bool oneOfMany);
    core::Json scaling(const core::Json& present) const;

    Session& m_session;
    std::size_t m_column;
    QString m_encoding;
    Interaction m_interaction;
    QFormLayout* m_rows;
    QLabel* m_about;
    QComboBox* m_scaling;
    QDoubleSpinBox* m_scalingFactor;
    QComboBox* m_growth;
    QDoubleSpinBox* m_biasFactor;
    QCheckBox* m_divided;
    QCheckBox* m_windowed;
    QSpinBox* m_window;
    QSpinBox* m_sinks;
};

} // namespace ui
