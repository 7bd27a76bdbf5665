// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/about_model_dialog.h"

#include "ui/controls/screen_fit.h"
#include "ui/panels/model_facts_page.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QPushButton>

#include <utility>

namespace ui {

AboutModelDialog::AboutModelDialog(const QString& label, const std::string& id,
                                   std::shared_ptr<const core::Checkpoint> model, QWidget* parent)
    : QDialog(parent)
    , m_page(new ModelFactsPage(this))
{
    setWindowTitle(tr("About %1").arg(label));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* copy = buttons->addButton(tr("&Copy all"), QDialogButtonBox::ActionRole);
    copy->setToolTip(tr("Copy what is said here as text"));
    copy->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_page, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, m_page, &ModelFactsPage::copyAll);
    const auto showCopy = [this, copy] { copy->setEnabled(m_page->facts().has_value()); };
    connect(m_page, &ModelFactsPage::factsChanged, copy, showCopy);
    resize(fontMetrics().averageCharWidth() * 92, fontMetrics().height() * 38);
    fitToScreen(*this);
    m_page->showModel(id, std::move(model));
}

} // namespace ui
