// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSpinBox>

namespace ui {

// A spin box that lets people type a number past its maximum and then says so, instead of not taking the last digit.
class NumberBox : public QSpinBox
{
    Q_OBJECT

public:
    using QSpinBox::QSpinBox;

signals:
    void tooLarge(int number) const; // typed; the value stays what it was

protected:
    QValidator::State validate(QString& text, int& position) const override;
    void fixup(QString& text) const override;

private:
    int tooLargeIn(const QString& text) const; // 0: it is not
};

} // namespace ui
