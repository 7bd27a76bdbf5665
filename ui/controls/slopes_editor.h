// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/interaction.h"

#include <QVector>
#include <QWidget>

#include <cstdint>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace core {
struct SlopeRule;
}

namespace ui {

class SlopeRow;

// Shows and edits the ALiBi slopes, one row per head. GUI thread only.
class SlopesEditor : public QWidget
{
    Q_OBJECT

public:
    explicit SlopesEditor(QWidget* parent = nullptr);

    // Shows these slopes, head 0 first, and emits nothing. `official` marks and restores the rule's own values; heads
    // beyond its end have none. Typed text that was not accepted is kept only where the head's slope stays as it was.
    void setSlopes(const QVector<double>& slopes, const QVector<double>& official);
    // Marks the row of the head whose map is shown and brings it into view; -1: none.
    void setShownHead(int head);
    // Shows this sentence in place of the rows: the model has no slopes to edit. setSlopes() ends it.
    void setUnavailable(const QString& explanation);

    const QVector<double>& slopes() const { return m_slopes; }

signals:
    void slopesChanged(const QVector<double>& slopes); // live while dragging
    void headClicked(int head);
    // Around everything that belongs together: a drag, a held key, a typed number, a preset.
    void interactionStarted();
    void interactionFinished();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildTools(QVBoxLayout* page);
    void rebuildRows(int heads);
    SlopeRow* newRow(int head, int heads);
    void apply(const core::SlopeRule& rule);
    void moveFocus(int head);
    void makeTabStop(int head);
    void showExplanation(const QString& text);

    Interaction m_interaction;
    QVector<double> m_slopes;
    QVector<double> m_official;
    QVector<SlopeRow*> m_rows;
    int m_tabStop = 0;
    std::uint64_t m_draw = 1; // seed of the next random slopes
    QWidget* m_header;
    QScrollArea* m_scroll;
    QLabel* m_explanation; // in place of the rows
    QPushButton* m_presets = nullptr;
    QPushButton* m_reset = nullptr;
};

} // namespace ui
