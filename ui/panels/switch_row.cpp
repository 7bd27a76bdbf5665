// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/switch_row.h"

#include "ui/controls/heads_field.h"
#include "ui/controls/number_box.h"
#include "ui/language/words.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

void describe(QWidget* widget, const QString& name, const QString& about)
{
    widget->setAccessibleName(name);
    widget->setAccessibleDescription(about);
    widget->setToolTip(about);
}

} // namespace

SwitchRow::SwitchRow(const core::Option& option, const core::EncodingContext& context, QWidget* parent)
    : QWidget(parent)
    , m_option(option)
{
    using core::OptionKind;
    const QString label = words(option.label);
    const bool canBeOff =
        option.kind == OptionKind::Flag ||
        (option.kind != OptionKind::Object && option.kind != OptionKind::HeadSet && option.standard.is_null());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    if (canBeOff) {
        m_on = new QCheckBox(label, this);
        describe(m_on, label, words(option.about));
        row->addWidget(m_on);
        connect(m_on, &QCheckBox::clicked, this, [this] { emit changed(false); });
    } else {
        auto* name = new QLabel(label, this);
        name->setToolTip(words(option.about));
        row->addWidget(name);
    }
    if (option.kind == OptionKind::Word || option.kind == OptionKind::Object)
        addChoices(row);
    if (option.kind == OptionKind::Number || option.kind == OptionKind::Whole || option.kind == OptionKind::Object)
        addNumber(row);
    if (option.kind == OptionKind::HeadSet)
        addHeads(row, context);
    row->addStretch(1);
    setFocusProxy(m_on != nullptr        ? static_cast<QWidget*>(m_on)
                  : m_choices != nullptr ? static_cast<QWidget*>(m_choices)
                  : m_heads != nullptr   ? static_cast<QWidget*>(m_heads)
                  : m_whole != nullptr   ? static_cast<QWidget*>(m_whole)
                                         : m_number);
}

void SwitchRow::addNumber(QHBoxLayout* row)
{
    NumberBox* box = nullptr;
    const QString unit = m_option.unit.empty() ? QString() : QLatin1Char(' ') + words(m_option.unit);
    const auto changedOften = [this] { emit changed(true); };
    if (m_option.kind == core::OptionKind::Whole) {
        box = m_whole = new NumberBox(NumberBox::Kind::Whole, this);
        m_whole->setRange(m_option.smallest, m_option.largest);
        m_whole->setSuffix(unit);
        connect(m_whole, &NumberBox::valueChanged, this, changedOften);
    } else {
        box = m_number = new NumberBox(NumberBox::Kind::Real, this);
        m_number->setDigits(4);
        m_number->setStepType(QAbstractSpinBox::DefaultStepType);
        m_number->setSingleStep(0.25);
        if (m_option.kind == core::OptionKind::Object)
            m_number->setPrefix(QStringLiteral("× "));
        else
            m_number->setRange(m_option.smallest, m_option.largest);
        m_number->setSuffix(unit);
        connect(m_number, &NumberBox::valueChanged, this, changedOften);
    }
    describe(box, m_choices == nullptr ? words(m_option.label) : tr("%1: factor").arg(words(m_option.label)),
             words(m_option.about));
    box->setMaximumWidth(box->fontMetrics().horizontalAdvance(QStringLiteral("0")) * 14);
    row->addWidget(box);
}

void SwitchRow::addChoices(QHBoxLayout* row)
{
    m_choices = new QComboBox(this);
    m_choices->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // a narrow column can squeeze it
    m_choices->setMinimumContentsLength(14);
    if (m_option.kind == core::OptionKind::Object)
        m_choices->addItem(tr("none"), QString());
    for (const core::OptionChoice& choice : m_option.choices) {
        if (choice.label.empty())
            continue;
        m_choices->addItem(words(choice.label), QString::fromUtf8(choice.word.data(), qsizetype(choice.word.size())));
        m_choices->setItemData(m_choices->count() - 1, words(choice.about), Qt::ToolTipRole);
    }
    describe(m_choices, words(m_option.label), words(m_option.about));
    connect(m_choices, &QComboBox::activated, this, [this] {
        showChoice();
        emit changed(false);
    });
    row->addWidget(m_choices);
}

void SwitchRow::addHeads(QHBoxLayout* row, const core::EncodingContext& context)
{
    m_heads = new HeadsField(this);
    m_heads->setShape(context.layers, context.heads);
    m_heads->setPlaceholderText(words(m_option.standardText));
    describe(m_heads, words(m_option.label),
             words(m_option.about) + QLatin1Char('\n') + tr("Written as layer.head, such as 0.0, 0.1."));
    m_heads->setFixedWidth(m_heads->fontMetrics().horizontalAdvance(QStringLiteral("0")) * 12);
    connect(m_heads, &HeadsField::headsChanged, this, [this] { emit changed(false); });
    row->addWidget(m_heads);
}

const core::OptionChoice* SwitchRow::choice() const
{
    const std::string word = m_choices->currentData().toString().toStdString();
    const auto found = std::find_if(m_option.choices.begin(), m_option.choices.end(),
                                    [&](const core::OptionChoice& one) { return one.word == word; });
    return found == m_option.choices.end() ? nullptr : &*found;
}

// What is chosen says itself what it does, and what its number may be.
void SwitchRow::showChoice()
{
    const core::OptionChoice* chosen = choice();
    m_choices->setToolTip(words(chosen != nullptr && !chosen->about.empty() ? chosen->about : m_option.about));
    if (m_number == nullptr)
        return;
    const QSignalBlocker quiet(m_number);
    const bool hasNumber = chosen != nullptr && !chosen->fields.empty();
    m_number->setEnabled(hasNumber);
    if (hasNumber)
        m_number->setRange(chosen->fields.front().smallest, chosen->fields.front().largest);
    else
        m_number->setRange(0.0, 1e6);
}

void SwitchRow::setValue(const core::Json& value, double start)
{
    m_shown = value;
    if (m_choices != nullptr) {
        const core::Json word = value.is_object() ? value.value(std::string(m_option.typeKey), core::Json()) : value;
        const QString id = word.is_string() ? QString::fromStdString(word.get<std::string>()) : QString();
        m_choices->setCurrentIndex(std::max(0, m_choices->findData(id)));
        showChoice();
    }
    if (m_heads != nullptr)
        m_heads->showHeads(core::headsIn(value));
    if (m_on != nullptr)
        m_on->setChecked(!value.is_null() && value != core::Json(false));
    if (m_whole != nullptr) {
        m_whole->showValue(value.is_number() ? value.get<int>() : int(start));
        m_whole->setEnabled(m_on == nullptr || m_on->isChecked());
    }
    if (m_number != nullptr) {
        core::Json number = value;
        if (m_choices != nullptr)
            number = choice() == nullptr || choice()->fields.empty() || !value.is_object()
                         ? core::Json()
                         : value.value(std::string(choice()->fields.front().key), core::Json());
        m_number->showValue(number.is_number() ? number.get<double>() : start);
        if (m_choices == nullptr)
            m_number->setEnabled(m_on == nullptr || m_on->isChecked());
    }
}

core::Json SwitchRow::value() const
{
    if (m_on != nullptr && !m_on->isChecked())
        return m_option.kind == core::OptionKind::Flag ? core::Json(false) : core::Json();
    if (m_option.kind == core::OptionKind::Flag)
        return true;
    if (m_heads != nullptr)
        return core::headSet(m_heads->heads());
    if (m_choices == nullptr)
        return m_whole != nullptr ? core::Json(m_whole->wholeValue()) : core::Json(m_number->value());
    const core::OptionChoice* chosen = choice();
    if (chosen == nullptr)
        return nullptr;
    if (m_option.kind == core::OptionKind::Word)
        return std::string(chosen->word);
    const std::string type(m_option.typeKey);
    core::Json object{{type, std::string(chosen->word)}};
    if (m_shown.is_object() && m_shown.value(type, core::Json()) == object[type])
        object = m_shown;
    if (!chosen->fields.empty())
        object[std::string(chosen->fields.front().key)] = m_number->value();
    return object;
}

} // namespace ui
