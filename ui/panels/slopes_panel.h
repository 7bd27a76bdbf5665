// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view_models/comparison.h"

#include <QWidget>

namespace ui {

class SlopesEditor;
class TextLine;

// The slopes of the chosen column or, when its model has none, of the first that has; to be changed by hand.
class SlopesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit SlopesPanel(Session& session, Comparison& comparison, QWidget* parent = nullptr);

    SlopesEditor& editor() { return *m_editor; }

private:
    void showSetup();
    void showTitle();
    void takeSlopes(const QVector<double>& slopes);

    Session& m_session;
    const Comparison& m_comparison;
    TextLine* m_title; // whose they are
    SlopesEditor* m_editor;
};

} // namespace ui
