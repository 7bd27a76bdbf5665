// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/recovery_question.h"

#include <QLocale>
#include <QPushButton>

namespace ui {

RecoveryQuestion::RecoveryQuestion(const QDateTime& left, QWidget* parent)
    : QMessageBox(QMessageBox::Question, tr("A session that was not saved"),
                  tr("The program ended before a session was saved. It is still there as it was at %1.")
                      .arg(QLocale().toString(left, QLocale::ShortFormat)),
                  QMessageBox::NoButton, parent)
{
    setObjectName(QStringLiteral("recoveryQuestion")); // tests find it by this name
    setAttribute(Qt::WA_DeleteOnClose);
    setInformativeText(tr("Show it again and save it to keep it."));
    QPushButton* show = addButton(tr("&Show it again"), QMessageBox::AcceptRole);
    QPushButton* discard = addButton(tr("&Throw it away"), QMessageBox::DestructiveRole);
    QPushButton* later = addButton(tr("&Later"), QMessageBox::RejectRole);
    setDefaultButton(show);
    setEscapeButton(later);
    connect(show, &QPushButton::clicked, this, &RecoveryQuestion::wanted);
    connect(discard, &QPushButton::clicked, this, &RecoveryQuestion::unwanted);
}

} // namespace ui
