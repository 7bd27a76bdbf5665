// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/position/options.h"
#include "core/position/position_encoding.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QHBoxLayout;

namespace ui {

class HeadsField;
class NumberBox;

// The controls of one option, made from its description. Not for a number per head.
class SwitchRow : public QWidget
{
    Q_OBJECT

public:
    // `context`: of the model.
    SwitchRow(const core::Option& option, const core::EncodingContext& context, QWidget* parent = nullptr);

    const core::Option& option() const { return m_option; }

    // Shows a value in force (null: off) without saying so. `start`: the number to begin with when it is switched on.
    void setValue(const core::Json& value, double start);
    // What the controls say, with what the value shown says beyond that; null: off.
    core::Json value() const;

signals:
    // By the person. oneOfMany: a number, of which many may follow while an arrow is held.
    void changed(bool oneOfMany);

private:
    void addNumber(QHBoxLayout* row);
    void addChoices(QHBoxLayout* row);
    void addHeads(QHBoxLayout* row, const core::EncodingContext& context);
    void showChoice();
    const core::OptionChoice* choice() const;

    const core::Option& m_option;
    core::Json m_shown;
    QCheckBox* m_on = nullptr;     // Flag; Number and Whole that can be off
    NumberBox* m_number = nullptr; // Number, and the first field of an Object
    NumberBox* m_whole = nullptr;
    QComboBox* m_choices = nullptr; // Word, Object
    HeadsField* m_heads = nullptr;  // HeadSet
};

} // namespace ui
