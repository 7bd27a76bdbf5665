// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/held_out.h"
#include "ui/session/job.h"
#include "ui/session/live_training.h"
#include "ui/session/newest_view.h"

#include <chrono>
#include <optional>

namespace ui {

// All that lives on the training's thread. The commands and what is private run there, as tasks of the job and between
// them; post() belongs to the GUI thread.
class LiveTraining::Worker
{
public:
    Worker(LiveTraining& owner, core::ThreadPool& pool, std::function<bool()> giveWay);

    // certain: done even when the program ends.
    void post(std::function<void(Worker&)> command, bool certain = false);
    std::shared_ptr<const LiveView> view() const;

    void prepare(const LivePlan& plan);
    void setPlaying(bool playing);
    void stepAll();
    void rewind();
    void takeBack();
    void showHead(int layer, int head);
    void save(long id, const std::filesystem::path& folder);
    void takeModels();

private:
    using Clock = std::chrono::steady_clock;
    struct Text
    {
        std::string file; // of the plan
        QString title;
        core::SplitText tokens;
        core::OrderedJson record;
    };
    struct Shown // the piece of text under the maps; samples start from its beginning
    {
        std::vector<int> tokens;
        QStringList labels;
        std::size_t promptTokens = 0;
        QString prompt;
    };
    struct Run
    {
        long id = 0;
        core::LiveRun live;
        long sampleStep = -1;
        QString sample;
        std::shared_ptr<const core::ReducedMap> map;
        core::ValueRange range;
        Clock::time_point mapMade;
    };

    struct Lost
    {
        LivePlan plan;
        std::vector<Run> runs;
    };

    bool stepOne(const Job::Run& run);
    Text readText(const std::string& file) const;
    Shown shownPart() const;
    std::vector<Run> runsOf(const LivePlan& plan, const Text& text);
    void refresh(Run& run, bool wholly);
    void drawMap(Run& run, const core::Transformer<float>& model);
    void writeSample(Run& run, const core::Transformer<float>& model);
    LiveRunView viewOf(const Run& run) const;
    void publish();
    void report(const JobEnding& ending);
    core::Cancel cancel() const;

    LiveTraining& m_owner;
    core::ThreadPool& m_pool;
    std::optional<core::Tokenizer> m_tokenizer;
    LivePlan m_plan;
    std::optional<Text> m_text;
    Shown m_shown;
    std::vector<Run> m_runs;
    Lost m_lost; // runs with something learned that the last change took away
    long m_lastId = 0;
    int m_layer = 0;
    int m_head = 0;
    bool m_playing = false;
    Clock::time_point m_published;

    NewestView<LiveView> m_view;
    const Job::Run* m_run = nullptr; // that works now
    Job m_job;
};

} // namespace ui
