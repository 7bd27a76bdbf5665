// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view_models/model_list.h"

#include <QDialog>
#include <QStringList>

#include <cstddef>
#include <optional>
#include <string>

class QComboBox;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace ui {

class ModelFactsPage;
class Session;

// Which model a column shows: all there are, to be found by typing, and beside them what the highlighted one is.
class ModelChooser : public QDialog
{
    Q_OBJECT

public:
    // recent: folders that were opened, newest first. label: what the column is called.
    ModelChooser(const Session& session, const QStringList& recent, std::size_t column, const QString& label,
                 QWidget* parent = nullptr);

    // As core::Column::model; empty: none is highlighted.
    std::string chosen() const;
    ModelFactsPage& page() { return *m_page; }

    // Nothing when it was left without a choice.
    static std::optional<std::string> ask(const Session& session, const QStringList& recent, std::size_t column,
                                          const QString& label, QWidget* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showModels();
    void showHighlighted();
    void step(int steps);
    void openFolder();

    const Session& m_session;
    QStringList m_recent;
    std::size_t m_column;
    QLineEdit* m_typed;
    QComboBox* m_grouping;
    QListWidget* m_list;
    ModelFactsPage* m_page;
    QPushButton* m_choose;
    std::string m_shown;  // on the page
    std::string m_folder; // chosen with the button
};

} // namespace ui
