// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/interaction.h"

#include <chrono>

namespace ui {

Interaction::Interaction(QObject* parent)
    : QObject(parent)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(std::chrono::milliseconds(350));
    connect(&m_pause, &QTimer::timeout, this, &Interaction::end);
}

void Interaction::begin()
{
    end();
    m_active = true;
    emit started();
}

void Interaction::beginOrContinue()
{
    m_pause.stop();
    if (!m_active)
        begin();
}

void Interaction::end()
{
    m_pause.stop();
    if (!m_active)
        return;
    m_active = false;
    emit finished();
}

void Interaction::endLater() { m_pause.start(); }

} // namespace ui
