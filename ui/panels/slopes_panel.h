// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"

#include <QWidget>

namespace ui {

class SlopesEditor;

// The slopes of the first column whose model has any, to be changed by hand.
class SlopesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit SlopesPanel(Session& session, QWidget* parent = nullptr);

    SlopesEditor& editor() { return *m_editor; }

private:
    void showSetup();
    void takeSlopes(const QVector<double>& slopes);
    std::optional<std::size_t> alibiColumn() const;

    Session& m_session;
    SlopesEditor* m_editor;
};

} // namespace ui
