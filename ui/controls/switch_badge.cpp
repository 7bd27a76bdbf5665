// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/switch_badge.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace ui {

SwitchBadge::SwitchBadge(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_clear(new QToolButton(this))
{
    setObjectName(QStringLiteral("switchBadge"));
    setStyleSheet(QStringLiteral("#switchBadge { border: 1px solid palette(highlight); border-left-width: 4px; "
                                 "border-radius: 4px; background: palette(base); }"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_clear->setText(QStringLiteral("×"));
    m_clear->setAutoRaise(true);
    m_clear->setFocusPolicy(Qt::StrongFocus);
    m_clear->setToolTip(tr("Take all switches of this model back"));
    m_clear->setAccessibleName(m_clear->toolTip());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 1, 2, 1);
    row->setSpacing(4);
    row->addWidget(m_text, 1);
    row->addWidget(m_clear);
    connect(m_clear, &QToolButton::clicked, this, &SwitchBadge::clearRequested);
    hide();
}

void SwitchBadge::setSwitches(const QStringList& switches, const QStringList& about)
{
    m_text->setText(switches.isEmpty() ? QString() : tr("switched: %1").arg(switches.join(QStringLiteral(" · "))));
    setToolTip(about.join(QStringLiteral("\n\n")));
    setAccessibleName(m_text->text());
    setVisible(!switches.isEmpty());
}

QString SwitchBadge::text() const { return m_text->text(); }

} // namespace ui
