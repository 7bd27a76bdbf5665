// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/text_dialog.h"

#include "ui/controls/text_page.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>

namespace ui {

TextDialog::TextDialog(const QString& text, QWidget* parent)
    : QDialog(parent)
    , m_edit(new TextPage(this))
{
    setWindowTitle(tr("Type or paste a text"));
    resize(640, 420);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_read = buttons->addButton(tr("&Read this text"), QDialogButtonBox::AcceptRole);
    m_read->setDefault(true);
    m_read->setToolTip(tr("Ctrl+Enter"));
    m_read->setShortcut(Qt::CTRL | Qt::Key_Return);
    m_edit->setText(text);
    m_edit->selectAll();
    m_edit->setTabChangesFocus(true);
    m_edit->setAccessibleName(tr("Text"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(
        new QLabel(tr("The models read plain text. They know English prose best; any other text shows how "
                      "they cope with it."),
                   this));
    layout->addWidget(m_edit, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_edit, &TextPage::textChanged, this, &TextDialog::checkText);
    checkText();
}

QString TextDialog::text() const { return m_edit->text(); }

void TextDialog::checkText() { m_read->setEnabled(m_edit->holdsText()); }

std::optional<QString> TextDialog::ask(QWidget* parent, const QString& text)
{
    TextDialog dialog(text, parent);
    return dialog.exec() == QDialog::Accepted ? std::optional(dialog.text()) : std::nullopt;
}

} // namespace ui
