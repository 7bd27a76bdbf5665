// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/text_line.h"
#include "ui/view_models/comparison.h"

namespace ui {

// How much of the text is read, and how long each model took for it.
class StatusLine : public TextLine
{
    Q_OBJECT

public:
    StatusLine(Session& session, Comparison& comparison, QWidget* parent = nullptr);

private:
    void showStatus();

    Session& m_session;
    Comparison& m_comparison;
};

} // namespace ui
