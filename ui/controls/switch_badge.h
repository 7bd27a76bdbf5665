// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace ui {

// "switched: window 64" with a cross that takes the switches back. Hidden while there is nothing to say.
class SwitchBadge : public QFrame
{
    Q_OBJECT

public:
    explicit SwitchBadge(QWidget* parent = nullptr);

    // switches: a few words each; about: a sentence each, for the tooltip.
    void setSwitches(const QStringList& switches, const QStringList& about);
    QString text() const;

signals:
    void clearRequested();

private:
    QLabel* m_text;
    QToolButton* m_clear;
};

} // namespace ui
