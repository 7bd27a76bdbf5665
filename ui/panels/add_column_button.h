// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"

#include <QToolButton>

namespace ui {

// A plus that opens the models one more column could show.
class AddColumnButton : public QToolButton
{
    Q_OBJECT

public:
    explicit AddColumnButton(Session& session, QWidget* parent = nullptr);

private:
    void showPlace();

    Session& m_session;
};

} // namespace ui
