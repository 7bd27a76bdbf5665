// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/library/model_facts.h"
#include "ui/session/job.h"

#include <QTextBrowser>

#include <memory>
#include <optional>
#include <string>

namespace ui {

// What a model is, as a page to read and to copy from. Reads what it shows in the background; the newest wins.
class ModelFactsPage : public QTextBrowser
{
    Q_OBJECT

public:
    explicit ModelFactsPage(QWidget* parent = nullptr);

    // id: as core::Column::model. known: that model, where it has been read already.
    void showModel(const std::string& id, std::shared_ptr<const core::Checkpoint> known = nullptr);
    // Nothing but this.
    void showSentence(const QString& sentence);

    // What is shown; none while it is read, or where it cannot be.
    const std::optional<ModelFacts>& facts() const { return m_facts; }
    bool isReading() const { return m_reading.isRunning(); }
    void copyAll() const;

signals:
    void factsChanged();

protected:
    void changeEvent(QEvent* event) override;

private:
    void showFacts();

    std::optional<ModelFacts> m_facts;
    Job m_reading{this};
};

} // namespace ui
