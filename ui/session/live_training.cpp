// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/live_training.h"

#include "ui/session/live_worker.h"

namespace ui {

QVector<LiveSize> liveSizes() { return {{"tiny", 2, 64, 4}, {"small", 4, 64, 4}, {"shipped", 4, 128, 8}}; }

LiveTraining::LiveTraining(core::ThreadPool& pool, std::function<bool()> giveWay, QObject* parent)
    : QObject(parent)
    , m_worker(std::make_unique<Worker>(*this, pool, std::move(giveWay)))
{}

LiveTraining::~LiveTraining() = default;

void LiveTraining::prepare(LivePlan plan)
{
    m_worker->post([plan = std::move(plan)](Worker& worker) { worker.prepare(plan); });
}

void LiveTraining::play()
{
    m_worker->post([](Worker& worker) { worker.setPlaying(true); });
}

void LiveTraining::pause()
{
    m_worker->post([](Worker& worker) { worker.setPlaying(false); });
}

void LiveTraining::step()
{
    m_worker->post([](Worker& worker) { worker.stepAll(); });
}

void LiveTraining::rewind()
{
    m_worker->post([](Worker& worker) { worker.rewind(); });
}

void LiveTraining::takeBack()
{
    m_worker->post([](Worker& worker) { worker.takeBack(); });
}

void LiveTraining::showHead(int layer, int head)
{
    m_worker->post([=](Worker& worker) { worker.showHead(layer, head); });
}

void LiveTraining::save(long run, std::filesystem::path folder)
{
    m_worker->post([run, folder = std::move(folder)](Worker& worker) { worker.save(run, folder); }, true);
}

void LiveTraining::takeModels()
{
    m_worker->post([](Worker& worker) { worker.takeModels(); });
}

std::shared_ptr<const LiveView> LiveTraining::view() const { return m_worker->view(); }

} // namespace ui
