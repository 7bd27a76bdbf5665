// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study.h"
#include "ui/session/session.h"
#include "ui/session/study_plan.h"

#include <QMap>
#include <QVariant>
#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QListWidget;
class QListWidgetItem;
class QToolButton;

namespace ui {

class StudyOptions;

// Which study, on which models and text, and how: as a person fills it in.
class StudyForm : public QWidget
{
    Q_OBJECT

public:
    explicit StudyForm(Session& session, QWidget* parent = nullptr);

    const core::Study& study() const;
    QString title() const; // as it is offered
    // Throws core::Error naming the known ones.
    void setStudy(const std::string& id);
    // Whether every field can be meant; what cannot is said at its field.
    bool accepts();
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
    void layOut();
    void showOptions();
    void chooseFolder();
    void chooseFile();
    QListWidgetItem* addModel(const QString& id, const QString& label, const QString& encoding, int trainingLength);
    void addColumns();
    std::vector<QListWidgetItem*> checkedModels() const;

    Session& m_session;
    QComboBox* m_study;
    QLabel* m_about;
    QListWidget* m_models;
    QToolButton* m_addFolder;
    QComboBox* m_text;
    QToolButton* m_openText;
    QBoxLayout* m_layout;
    StudyOptions* m_options = nullptr;  // of the chosen study
    QMap<QString, QVariant> m_contents; // of its options, and of those chosen before
    bool m_filled = false;              // the columns have been checked once
};

} // namespace ui
