// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/live_training.h"

#include <QWidget>

class QComboBox;
class QListWidget;
class QToolButton;

namespace ui {

class NumberBox;

// What is to be trained, as a person fills it in.
class TrainForm : public QWidget
{
    Q_OBJECT

public:
    explicit TrainForm(QWidget* parent = nullptr);

    LivePlan plan() const;
    void setPlan(const LivePlan& plan); // tells nobody
    // Runs come and go while nothing plays; what they all start from can only be changed at the start.
    void setState(bool atStart, bool playing);
    void useFile(const QString& path); // as the text

signals:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildEncodings();
    void fitEncodings();
    void buildNumbers();
    void layOut();
    void chooseFile();
    int addFile(const QString& path);

    QListWidget* m_encodings;
    QComboBox* m_text;
    QToolButton* m_open;
    QComboBox* m_length;
    QComboBox* m_size;
    NumberBox* m_seed;
    NumberBox* m_rate;
};

} // namespace ui
