// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/text_panel.h"

#include "ui/library/library.h"
#include "ui/panels/text_dialog.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QToolButton>

namespace ui {

TextPanel::TextPanel(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_choice(new QComboBox(this))
    , m_type(new QToolButton(this))
    , m_file(new QToolButton(this))
{
    auto* label = new QLabel(tr("Te&xt"), this);
    label->setBuddy(m_choice);
    for (const PassageInfo& passage : passagesAndAll()) {
        m_choice->addItem(passage.title, passage.id);
        m_choice->setItemData(m_choice->count() - 1, passage.about, Qt::ToolTipRole);
    }
    m_passages = m_choice->count();
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(11);
    m_choice->setAccessibleName(tr("Text that is read"));
    m_type->setText(tr("Type …"));
    m_type->setToolTip(tr("Type or paste a text, or change the present one (Ctrl+T)"));
    m_file->setText(tr("Open …"));
    m_file->setToolTip(tr("Read a text file (Ctrl+O); files can also be dropped on the window"));
    setMaximumWidth(fontMetrics().averageCharWidth() * 80); // what is left over is the length's
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(m_choice, 1);
    layout->addWidget(m_type);
    layout->addWidget(m_file);
    connect(m_choice, &QComboBox::activated, this, &TextPanel::choosePassage);
    connect(m_type, &QToolButton::clicked, this, &TextPanel::typeText);
    connect(m_file, &QToolButton::clicked, this, &TextPanel::chooseFile);
    connect(&session, &Session::textChanged, this, &TextPanel::showText);
    connect(&session, &Session::failed, this, &TextPanel::showText); // back to what is still shown
}

void TextPanel::choosePassage(int index)
{
    const QString id = m_choice->itemData(index).toString();
    if (id.isEmpty()) // the entry of the present typed text or file
        return;
    m_session.open(tr("choose text"), [id](core::Setup& e) { e.text = {core::TextKind::Passage, id.toStdString()}; });
}

void TextPanel::typeText()
{
    const auto present = m_session.text();
    const auto text = TextDialog::ask(this, present ? QString::fromStdString(present->text) : QString());
    if (text)
        m_session.open(tr("type text"), [text](core::Setup& e) {
            e.text = {core::TextKind::Typed, text->toStdString()};
        });
}

void TextPanel::chooseFile()
{
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a text"), QString(), tr("Text files (*.txt *.md);;All files (*)"));
    if (!path.isEmpty())
        openFile(path);
}

void TextPanel::openFile(const QString& path) { emit fileChosen(path); }

void TextPanel::showText()
{
    const core::TextChoice& choice = m_session.setup().text;
    const int passage =
        choice.kind == core::TextKind::Passage ? m_choice->findData(QString::fromStdString(choice.value)) : -1;
    while (m_choice->count() > m_passages)
        m_choice->removeItem(m_choice->count() - 1);
    if (passage < 0) {
        m_choice->addItem(m_session.text() ? m_session.text()->title : tr("Text"));
        m_choice->setCurrentIndex(m_choice->count() - 1);
    } else {
        m_choice->setCurrentIndex(passage);
    }
}

} // namespace ui
