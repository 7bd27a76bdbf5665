// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/continuation.h"

#include "ui/session/continuation_worker.h"

namespace ui {

Continuation::Continuation(std::function<bool()> giveWay, QObject* parent)
    : QObject(parent)
    , m_worker(std::make_unique<Worker>(*this, std::move(giveWay)))
{}

Continuation::~Continuation() = default;

void Continuation::prepare(ContinuationPlan plan)
{
    m_worker->giveUp(); // a long prompt that nobody wants any more
    m_worker->post([plan = std::move(plan)](Worker& worker) { worker.prepare(plan); });
}

void Continuation::setOptions(const ContinuationOptions& options)
{
    m_worker->post([options](Worker& worker) { worker.setOptions(options); });
}

void Continuation::look(const ContinuationLook& what)
{
    m_worker->post([what](Worker& worker) { worker.look(what); });
}

void Continuation::play()
{
    m_worker->post([](Worker& worker) { worker.setPlaying(true); });
}

void Continuation::pause()
{
    m_worker->post([](Worker& worker) { worker.setPlaying(false); });
}

void Continuation::step()
{
    m_worker->post([](Worker& worker) {
        worker.setPlaying(false);
        worker.stepAll();
    });
}

void Continuation::back()
{
    m_worker->post([](Worker& worker) {
        worker.setPlaying(false);
        worker.cut(worker.written() - 1);
    });
}

void Continuation::cut(int written)
{
    m_worker->post([written](Worker& worker) { worker.cut(written); });
}

void Continuation::branch(int written)
{
    m_worker->post([written](Worker& worker) { worker.branch(written); });
}

void Continuation::takeBranchBack()
{
    m_worker->post([](Worker& worker) { worker.takeBranchBack(); });
}

std::shared_ptr<const ContinuationView> Continuation::view() const { return m_worker->view(); }

} // namespace ui
