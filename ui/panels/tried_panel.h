// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/slope_search.h"
#include "ui/controls/refresh.h"
#include "ui/session/job.h"
#include "ui/view_models/comparison.h"
#include "ui/view_models/slope_lab.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

class QProgressBar;
class QPushButton;

namespace ui {

class NumberTable;
class TextLine;

// What slopes, and other switches, cost on the text: settings that were tried on the model whose slopes are edited,
// each with the perplexity of the same tokens. They come here when an edit rests, by Try, and from the search; a click
// returns to one. Numbers of another text or length are not shown beside these.
class TriedPanel : public QWidget
{
    Q_OBJECT

public:
    TriedPanel(Session& session, Comparison& comparison, core::ThreadPool& pool, QWidget* parent = nullptr);

    // What Try tries.
    void offer(const NamedSlopes& slopes);

signals:
    void returned(); // the column has a tried setting

private:
    // What is measured now.
    struct Subject
    {
        std::size_t column = 0;
        std::shared_ptr<const core::Checkpoint> checkpoint;
        std::shared_ptr<const std::vector<int>> tokens; // of the whole text
        std::size_t count = 0;                          // so many of them are read
        int length = 0;
        std::string hash; // of those

        std::span<const int> read() const { return std::span(*tokens).first(count); }
    };
    std::optional<Subject> subject();
    const core::TriedPerplexity* known(const core::TriedSetting& setting, const Subject& subject) const;
    core::TriedSetting settingOf(const core::Column& column, const Subject& subject) const;
    QString nameOf(const core::Column& column, const core::Checkpoint& checkpoint) const;

    void note();
    void add(const core::TriedSetting& setting);
    void measure(bool all);
    void take(const core::TriedSetting& setting, const core::TriedPerplexity& perplexity);
    void tryOffered();
    void find();
    void finish(const JobEnding& ending);
    void forget();
    void returnTo(int row);
    void showRows();
    void showState();
    bool eventFilter(QObject* watched, QEvent* event) override;

    Session& m_session;
    Comparison& m_comparison;
    core::ThreadPool& m_pool;
    TextLine* m_state;
    QPushButton* m_try;
    QPushButton* m_find;
    QPushButton* m_again;
    QPushButton* m_forget;
    QProgressBar* m_progress;
    NumberTable* m_table;
    NamedSlopes m_offered;
    std::vector<core::TriedSetting> m_shown;   // as the table's rows
    std::optional<core::TriedSetting> m_found; // by the search, so far
    QString m_trouble;
    std::shared_ptr<const std::vector<int>> m_hashed; // tokens, and their hash
    std::string m_hash;
    QTimer m_watch; // of progress
    Refresh m_refresh;
    Job m_measuring;
    Job m_finding;
};

} // namespace ui
