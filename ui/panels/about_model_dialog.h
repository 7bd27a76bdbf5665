// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"

#include <QDialog>

#include <memory>
#include <string>

namespace ui {

class ModelFactsPage;

// What the model of a column is.
class AboutModelDialog : public QDialog
{
    Q_OBJECT

public:
    // label: what the column is called. id: its model's, as core::Column::model.
    AboutModelDialog(const QString& label, const std::string& id, std::shared_ptr<const core::Checkpoint> model,
                     QWidget* parent = nullptr);

    ModelFactsPage& page() { return *m_page; }

private:
    ModelFactsPage* m_page;
};

} // namespace ui
