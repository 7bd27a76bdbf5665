// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <optional>

class QPushButton;

namespace ui {

class TextPage;

// A page to type or paste a text on.
class TextDialog : public QDialog
{
    Q_OBJECT

public:
    explicit TextDialog(const QString& text, QWidget* parent = nullptr);

    QString text() const;

    // The text, or nothing when it was left with Cancel.
    static std::optional<QString> ask(QWidget* parent, const QString& text);

private:
    void checkText();

    TextPage* m_edit;
    QPushButton* m_read;
};

} // namespace ui
