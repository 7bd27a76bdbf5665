// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/closing_question.h"

#include <QMessageBox>
#include <QPushButton>

namespace ui {

Closing ClosingQuestion::ask(QWidget& window, const QStringList& losses, bool canSave)
{
    if (losses.isEmpty())
        return Closing::Close;
    QMessageBox box(QMessageBox::Question, tr("Quit ALiBi Lab"), losses.join(QLatin1Char(' ')), QMessageBox::NoButton,
                    &window);
    box.setObjectName(QStringLiteral("closingQuestion")); // tests find it by this name
    box.setInformativeText(tr("What is not saved is lost when the program ends now."));
    QPushButton* save = canSave ? box.addButton(tr("&Save the session …"), QMessageBox::AcceptRole) : nullptr;
    QPushButton* close =
        box.addButton(canSave ? tr("&Quit without saving") : tr("&Quit"), QMessageBox::DestructiveRole);
    QPushButton* stay = box.addButton(tr("&Stay"), QMessageBox::RejectRole);
    box.setDefaultButton(save != nullptr ? save : stay);
    box.setEscapeButton(stay);
    box.exec();
    return box.clickedButton() == close                     ? Closing::Close
           : save != nullptr && box.clickedButton() == save ? Closing::SaveFirst
                                                            : Closing::Stay;
}

} // namespace ui
