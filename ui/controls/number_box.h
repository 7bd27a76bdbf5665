// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>

#include <optional>

namespace ui {

class FieldMessage;

// The box for every number in the window. It reads what parseNumber() reads and shows what axes show, in every locale;
// the value keeps all its digits, however few are shown. Enter or leaving takes what was typed, Escape puts back what
// was there; what cannot be taken is put back, too, with a sentence beside the box. Ctrl+Z and its kind go to the
// window while nothing is being typed. Values are announced when they are taken, not while they are typed.
class NumberBox : public QDoubleSpinBox
{
    Q_OBJECT

public:
    enum class Kind { Whole, Real };

    explicit NumberBox(Kind kind, QWidget* parent = nullptr);

    int wholeValue() const; // rounded; of Kind::Whole the value itself
    // Shows a value and tells nobody; a sentence about another one goes.
    void showValue(double value);
    // Significant digits that are shown of a real number; 6 at first.
    void setDigits(int digits);
    // A sentence beside the box until its value changes or somebody types.
    void say(const QString& sentence);
    QString message() const;

    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;
    void fixup(QString& text) const override;
    void stepBy(int steps) override;
    QSize sizeHint() const override; // wide enough for every number of the range
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    // `text` was entered and is no number of the range. The box says so already; whoever knows better may say() it now.
    // `number`: what it means, NaN if it means none.
    void refused(const QString& text, double number);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QString shownText() const;
    bool isEdited() const;
    std::optional<double> read(QString text) const; // any number
    bool takes(double number) const;
    void refuse();

    const Kind m_kind;
    int m_digits = 6;
    FieldMessage* m_message;
    mutable std::optional<QString> m_refused; // by the key or the change of focus that is being handled
};

} // namespace ui
