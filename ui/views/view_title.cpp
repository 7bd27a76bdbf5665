// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/view_title.h"

#include "ui/controls/text_line.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QToolButton>

namespace ui {
namespace {

QToolButton* titleButton(QWidget* parent, const QString& sign, const QString& name)
{
    auto* made = new QToolButton(parent);
    made->setText(sign);
    made->setToolTip(name);
    made->setAccessibleName(name);
    made->setAutoRaise(true);
    made->setFocusPolicy(Qt::NoFocus); // the keyboard has actions for it
    return made;
}

} // namespace

ViewTitle::ViewTitle(const QString& title, bool exports, QWidget* parent)
    : QWidget(parent)
    , m_fill(titleButton(this, QStringLiteral("⤢"), {}))
{
    auto* name = new TextLine(Qt::AlignLeft, this);
    name->setText(title, {});
    name->setAttribute(Qt::WA_TransparentForMouseEvents);
    QToolButton* hide = titleButton(this, QStringLiteral("✕"), tr("Hide “%1”").arg(title));
    hide->setObjectName(QStringLiteral("hideView"));
    QToolButton* copy = titleButton(this, QStringLiteral("⋮"), tr("Copy or export “%1”").arg(title));
    copy->setObjectName(QStringLiteral("copyView"));
    copy->setPopupMode(QToolButton::InstantPopup);
    copy->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    auto* menu = new QMenu(copy);
    copy->setMenu(menu);
    menu->addAction(tr("Copy as a &picture"), this, &ViewTitle::copyPictureRequested);
    menu->addAction(tr("Copy the &numbers"), this, &ViewTitle::copyNumbersRequested);
    if (exports)
        menu->addAction(tr("&Export as a figure …"), this, &ViewTitle::exportRequested);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 0, 2, 0);
    layout->setSpacing(0);
    layout->addWidget(name, 1);
    layout->addWidget(copy);
    layout->addWidget(m_fill);
    layout->addWidget(hide);
    setFilling(false);
    connect(m_fill, &QToolButton::clicked, this, &ViewTitle::fillRequested);
    connect(hide, &QToolButton::clicked, this, &ViewTitle::hideRequested);
}

void ViewTitle::setFilling(bool filling)
{
    const QString text = filling ? tr("Back to all views (Escape)") : tr("Fill the window (double click)");
    m_fill->setToolTip(text);
    m_fill->setAccessibleName(text);
}

void ViewTitle::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        emit fillRequested();
}

} // namespace ui
