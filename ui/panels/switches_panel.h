// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/interaction.h"
#include "ui/session/session.h"

#include <QFrame>

#include <vector>

class QPushButton;

namespace ui {

class SwitchRow;

// What can be switched on one column's trained model without training: a strip that unfolds above the column's
// pictures, with the switches its encoding describes. Whoever shows several gives all the height of the highest, so
// that columns stay level. Escape asks to close it.
class SwitchesPanel : public QFrame
{
    Q_OBJECT

public:
    SwitchesPanel(Session& session, std::size_t column, QWidget* parent = nullptr);

    void showSetup();
    void focusFirst();
    int heightNeeded() const { return m_heightNeeded; } // at its present width
    // Everything back to what the checkpoint has, slopes included.
    void takeBack();

signals:
    void closeRequested();
    void heightNeededChanged();

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void arrange();
    void take(const SwitchRow& row, bool oneOfMany);

    Session& m_session;
    std::size_t m_column;
    std::string m_encoding;
    core::EncodingContext m_context; // of the model that the rows are for
    Interaction m_interaction;
    int m_heightNeeded = 0;
    QPushButton* m_back;
    std::vector<SwitchRow*> m_rows;
};

} // namespace ui
