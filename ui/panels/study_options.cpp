// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/study_options.h"

#include "core/base/error.h"
#include "core/setup/setup.h"
#include "ui/controls/field_message.h"
#include "ui/controls/mnemonics.h"
#include "ui/controls/number_box.h"
#include "ui/language/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>

#include <algorithm>

namespace ui {
namespace {

using Kind = core::StudyOption::Kind;

constexpr double kMostTyped = 1 << 24;
constexpr const char* kSeed = "seed";

NumberBox* numberBox(double least, double most, double value, QWidget* parent)
{
    auto* box = new NumberBox(NumberBox::Kind::Whole, parent);
    box->setRange(least, std::min(most, kMostTyped));
    box->setValue(value);
    return box;
}

std::vector<core::Index> lengthsIn(const QString& text)
{
    std::vector<core::Index> lengths;
    for (const QString& part : text.split(QRegularExpression(QStringLiteral("[,;\\s]+")), Qt::SkipEmptyParts)) {
        bool fine = false;
        const int length = part.toInt(&fine);
        if (!fine || length < 1 || length > core::kLongestLength)
            throw core::error("\"{}\" is not a length; give whole numbers from 1 to {}, for example 32, 64, 128.",
                              part.left(40).toStdString(), core::kLongestLength);
        lengths.push_back(length);
    }
    return lengths;
}

// A list of lengths. Like the number boxes: Enter looks at it, Escape puts back, and what is wrong is said right there.
class LengthsEdit : public QLineEdit
{
public:
    explicit LengthsEdit(QWidget* parent)
        : QLineEdit(parent)
        , m_message(new FieldMessage(this))
    {
        connect(this, &QLineEdit::returnPressed, this, &LengthsEdit::accepts);
        connect(this, &QLineEdit::textChanged, m_message, &FieldMessage::clear);
    }

    void begin(const QString& text)
    {
        setText(text);
        m_accepted = text;
    }

    bool accepts()
    {
        try {
            lengthsIn(text());
            m_accepted = text();
            m_message->clear();
            return true;
        } catch (const core::Error& problem) {
            m_message->say(sentenceOf(problem));
            return false;
        }
    }

protected:
    void focusOutEvent(QFocusEvent* event) override
    {
        QLineEdit::focusOutEvent(event);
        if (isVisible()) // not where the whole window goes
            accepts();
    }
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_Escape && text() != m_accepted)
            setText(m_accepted);
        else
            QLineEdit::keyPressEvent(event);
    }

private:
    FieldMessage* m_message;
    QString m_accepted;
};

} // namespace

StudyOptions::StudyOptions(const core::Study& study, const Contents& before, QWidget* parent)
    : QWidget(parent)
    , m_study(study)
    , m_rows(new QFormLayout(this))
{
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto add = [this](const QString& name, const QString& label, QWidget* box) {
        auto* caption = new QLabel(this);
        caption->setBuddy(box);
        askForMnemonic(*caption, label);
        m_rows->addRow(caption, box);
        m_fields[name] = box;
    };
    for (const core::StudyOption& option : study.options) {
        QWidget* box = fieldFor(option);
        const QString meaning = words(option.meaning);
        box->setAccessibleName(words(option.label));
        box->setToolTip(option.usual == nullptr ? meaning : tr("%1; empty: %2").arg(meaning, words(option.usual)));
        add(QString::fromLatin1(option.name), words(option.label), box);
    }
    if (study.draws) {
        NumberBox* seed = numberBox(0, kMostTyped, 1, this);
        seed->setAccessibleName(tr("Seed"));
        seed->setToolTip(tr("Seed of whatever is drawn at random"));
        add(QString::fromLatin1(kSeed), tr("Seed"), seed);
    }
    fill(before);
    showRows();
}

QWidget* StudyOptions::fieldFor(const core::StudyOption& option)
{
    const QString usual = option.usual != nullptr ? words(option.usual) : QString();
    switch (option.kind) {
    case Kind::Lengths: {
        auto* edit = new LengthsEdit(this);
        edit->setPlaceholderText(usual);
        return edit;
    }
    case Kind::Length:
    case Kind::WholeNumber: {
        NumberBox* box = numberBox(option.usual != nullptr ? 0 : option.least, option.most, option.value, this);
        box->setSpecialValueText(usual); // empty: none
        return box;
    }
    case Kind::Share: {
        auto* box = new NumberBox(NumberBox::Kind::Real, this);
        box->setRange(0.01, 99.0);
        box->setValue(100.0 * option.value);
        box->setSuffix(QStringLiteral(" %"));
        return box;
    }
    case Kind::Choice: {
        auto* box = new QComboBox(this);
        for (const auto& choice : option.choices)
            box->addItem(words(choice.label), QString::fromLatin1(choice.id));
        connect(box, &QComboBox::currentIndexChanged, this, &StudyOptions::showRows);
        return box;
    }
    case Kind::Flag:
        break;
    }
    return new QCheckBox(this);
}

void StudyOptions::showRows()
{
    for (const core::StudyOption& option : m_study.options)
        if (option.belongsTo != nullptr)
            m_rows->setRowVisible(field(option.name),
                                  qobject_cast<QComboBox*>(field(option.belongsTo))->currentData().toString() ==
                                      QLatin1String(option.belongsToChoice));
}

QWidget* StudyOptions::field(const char* name) const { return m_fields.value(QString::fromLatin1(name)); }

void StudyOptions::fill(const Contents& before)
{
    for (auto it = m_fields.begin(); it != m_fields.end(); ++it) {
        const QVariant content = before.value(it.key());
        if (!content.isValid())
            continue;
        if (auto* edit = qobject_cast<QLineEdit*>(it.value()))
            static_cast<LengthsEdit*>(edit)->begin(content.toString());
        else if (auto* number = qobject_cast<NumberBox*>(it.value()))
            number->setValue(content.toDouble());
        else if (auto* choice = qobject_cast<QComboBox*>(it.value()))
            choice->setCurrentIndex(std::max(0, choice->findData(content)));
        else if (auto* flag = qobject_cast<QCheckBox*>(it.value()))
            flag->setChecked(content.toBool());
    }
}

StudyOptions::Contents StudyOptions::contents() const
{
    Contents contents;
    for (auto it = m_fields.begin(); it != m_fields.end(); ++it) {
        if (const auto* edit = qobject_cast<QLineEdit*>(it.value()))
            contents[it.key()] = edit->text();
        else if (const auto* number = qobject_cast<NumberBox*>(it.value()))
            contents[it.key()] = number->value();
        else if (const auto* choice = qobject_cast<QComboBox*>(it.value()))
            contents[it.key()] = choice->currentData();
        else if (const auto* flag = qobject_cast<QCheckBox*>(it.value()))
            contents[it.key()] = flag->isChecked();
    }
    return contents;
}

bool StudyOptions::accepts()
{
    for (const core::StudyOption& option : m_study.options)
        if (option.kind == Kind::Lengths)
            if (auto* edit = static_cast<LengthsEdit*>(field(option.name)); !edit->accepts()) {
                edit->setFocus();
                return false;
            }
    return true;
}

core::StudyValues StudyOptions::values() const
{
    core::StudyValues values(m_study.options);
    const Contents typed = contents();
    for (const core::StudyOption& option : m_study.options) {
        const QVariant content = typed.value(QString::fromLatin1(option.name));
        switch (option.kind) {
        case Kind::Lengths:
            values.set(option.name, lengthsIn(content.toString()));
            break;
        case Kind::Length:
        case Kind::WholeNumber:
            values.set(option.name, static_cast<core::Index>(content.toDouble()));
            break;
        case Kind::Share:
            values.set(option.name, content.toDouble() / 100.0);
            break;
        case Kind::Choice:
            values.set(option.name, content.toString().toStdString());
            break;
        case Kind::Flag:
            values.set(option.name, content.toBool());
            break;
        }
    }
    return values;
}

std::uint64_t StudyOptions::seed() const
{
    const auto* box = qobject_cast<NumberBox*>(field(kSeed));
    return box != nullptr ? static_cast<std::uint64_t>(box->wholeValue()) : 1;
}

} // namespace ui
