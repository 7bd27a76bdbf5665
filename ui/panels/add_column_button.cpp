// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/add_column_button.h"

#include "ui/panels/column_menu.h"
#include "ui/session/column_edits.h"

#include <QMenu>

namespace ui {

AddColumnButton::AddColumnButton(Session& session, QWidget* parent)
    : QToolButton(parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("addColumn"));
    setText(tr("+ Column"));
    setFocusPolicy(Qt::StrongFocus);
    setPopupMode(QToolButton::InstantPopup);
    setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    auto* models = new QMenu(this);
    setMenu(models);
    fillModelMenu(*models, [this](const std::string& model) { addColumn(m_session, model); });
    connect(&session, &Session::modelsChanged, this, &AddColumnButton::showPlace);
    showPlace();
}

void AddColumnButton::showPlace()
{
    setEnabled(canAddColumn(m_session));
    setToolTip(canAddColumn(m_session) ? tr("One more column: choose its model")
                                       : tr("There are %1 columns, as many as can be").arg(core::kMostColumns));
    setAccessibleName(toolTip());
}

} // namespace ui
