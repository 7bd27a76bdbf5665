// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/live_training.h"

#include <QWidget>

class QLabel;
class QTextEdit;
class QToolButton;

namespace ui {

class HeatmapView;

// One run of the training: how far it is, the chosen head's attention, and what it writes by now.
class LiveRunRow : public QWidget
{
    Q_OBJECT

public:
    explicit LiveRunRow(QWidget* parent = nullptr);

    void show(const LiveRunView& run, const LiveView& view);
    QString line() const; // without markup
    QString trouble() const;

signals:
    void saveAsked();

private:
    void showMap(const LiveRunView& run, const LiveView& view);
    void showReadout(int query, int key);

    QLabel* m_chip;
    QLabel* m_line;
    QToolButton* m_save;
    QLabel* m_trouble;
    HeatmapView* m_map;
    QTextEdit* m_sample;
    QStringList m_labels;
    std::shared_ptr<const core::ReducedMap> m_shown;
    long m_sampleStep = -1;
};

} // namespace ui
