// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QStringList>

class QWidget;

namespace ui {

enum class Closing { Close, SaveFirst, Stay };

// Asks once what shall become of what would be lost, a sentence for each; nothing to lose is no question.
// canSave: something of it can be saved now.
class ClosingQuestion
{
    Q_DECLARE_TR_FUNCTIONS(ui::ClosingQuestion)
public:
    static Closing ask(QWidget& window, const QStringList& losses, bool canSave);
};

} // namespace ui
