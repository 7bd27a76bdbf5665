// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QMessageBox>

namespace ui {

// At the start, about a session that a program left which did not end as it should. Escape leaves it for another time.
class RecoveryQuestion : public QMessageBox
{
    Q_OBJECT

public:
    RecoveryQuestion(const QDateTime& left, QWidget* parent);

signals:
    void wanted();
    void unwanted(); // it may go
};

} // namespace ui
