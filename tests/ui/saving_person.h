// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QApplication>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

namespace ui {

// Types a name into the dialog (one that opens files, too), then answers each question that comes with the button of
// this text.
class SavingPerson : public QObject
{
public:
    SavingPerson(QString name, QStringList answers)
        : m_name(std::move(name))
        , m_answers(std::move(answers))
    {
        m_timer.callOnTimeout(this, [this] { act(); });
        m_timer.start(20);
    }
    int asked() const { return m_asked; }

private:
    void act()
    {
        QWidget* modal = QApplication::activeModalWidget();
        if (auto* question = qobject_cast<QMessageBox*>(modal)) {
            const QString answer = m_answers.value(m_asked++);
            for (QAbstractButton* button : question->buttons())
                if (button->text().remove(QLatin1Char('&')) == answer)
                    return button->click();
            question->reject();
        } else if (auto* dialog = qobject_cast<QFileDialog*>(modal)) {
            if (m_typed)
                return dialog->reject(); // asked again: changed their mind
            m_typed = true;
            dialog->findChild<QLineEdit*>()->setText(m_name); // typed letter by letter, its suggestions take the keys
            const auto* buttons = dialog->findChild<QDialogButtonBox*>();
            for (const auto which : {QDialogButtonBox::Save, QDialogButtonBox::Open})
                if (QPushButton* button = buttons->button(which))
                    return button->click();
        }
    }

    QString m_name;
    QStringList m_answers;
    QTimer m_timer;
    bool m_typed = false;
    int m_asked = 0;
};

} // namespace ui
