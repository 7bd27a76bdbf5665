// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

namespace ui {

// Brackets everything a person does in one go (a drag, a held key, some turns of the wheel) by started() and
// finished(), so that undo takes it back as one step. Each started() is followed by exactly one finished().
class Interaction : public QObject
{
    Q_OBJECT

public:
    explicit Interaction(QObject* parent = nullptr);

    bool isActive() const { return m_active; }

    // Starts one; one that is still open is finished first.
    void begin();
    // Starts one unless one is open: for wheel turns and repeated keys, which belong together.
    void beginOrContinue();
    void end();
    // Ends soon, unless beginOrContinue() comes first. The wheel has no release event.
    void endLater();

signals:
    void started();
    void finished();

private:
    bool m_active = false;
    QTimer m_pause;
};

} // namespace ui
