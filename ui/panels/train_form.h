// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/live_training.h"
#include "ui/session/session.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QListWidget;
class QListWidgetItem;
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
    // What a run of ALiBi with other slopes gets when it is chosen from now on.
    void offerSlopes(const OfferedSlopes& slopes);

signals:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildEncodings();
    QListWidgetItem* addEncoding(const QString& id, const QString& label, const QString& about);
    void fitEncodings();
    void fitSlopes();
    void takeEncoding(const QListWidgetItem* item);
    int heads() const; // of the size
    LiveEncoding offeredEncoding() const;
    void buildNumbers();
    void layOut();
    void chooseFile();
    int addFile(const QString& path);

    QListWidget* m_encodings;
    QListWidgetItem* m_other = nullptr;   // ALiBi with the offered slopes
    QListWidgetItem* m_learned = nullptr; // and with learned ones
    OfferedSlopes m_offered;
    std::optional<LiveEncoding> m_otherChosen; // as it was offered when it was chosen
    QComboBox* m_text;
    QToolButton* m_open;
    QComboBox* m_length;
    QComboBox* m_size;
    NumberBox* m_seed;
    NumberBox* m_rate;
};

} // namespace ui
