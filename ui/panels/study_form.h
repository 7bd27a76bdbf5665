// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/session/study_plan.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QSpinBox;
class QToolButton;

namespace ui {

// Which study, on which models and text, and how: as a person fills it in.
class StudyForm : public QWidget
{
    Q_OBJECT

public:
    explicit StudyForm(Session& session, QWidget* parent = nullptr);

    std::string study() const;
    QString title() const; // as it is offered
    void setStudy(const std::string& study);
    // Throws core::Error for what cannot be meant.
    StudyPlan plan() const;
    // What stands in the way of running it; empty: nothing.
    QString obstacle() const;
    // The models and the text of the session as they are now.
    void showSession();

    // Throws core::Error when it is no checkpoint folder. It is listed and checked.
    void addFolder(const QString& folder);
    void useFile(const QString& path); // as the text

signals:
    void studyChanged();
    void changed(); // anything else
    void failed(const QString& sentence);

private:
    void fillStudies();
    void buildNumbers();
    void layOut();
    void showOptions();
    void chooseFolder();
    void chooseFile();
    QListWidgetItem* addModel(const QString& id, const QString& label, const QString& encoding, int trainingLength);
    void addColumns();
    std::vector<QListWidgetItem*> checkedModels() const;
    std::vector<core::Index> lengths() const;
    QString pairHint() const;

    Session& m_session;
    QComboBox* m_study;
    QLabel* m_about;
    QListWidget* m_models;
    QToolButton* m_addFolder;
    QComboBox* m_text;
    QToolButton* m_openText;
    QFormLayout* m_options;
    QLineEdit* m_lengths;
    QSpinBox* m_tokens;
    QComboBox* m_windowing;
    QSpinBox* m_stride;
    QSpinBox* m_early;
    QSpinBox* m_samples;
    QDoubleSpinBox* m_tolerance;
    QSpinBox* m_steps;
    QSpinBox* m_stepTokens;
    QSpinBox* m_seed;
    bool m_filled = false; // the columns have been checked once
};

} // namespace ui
