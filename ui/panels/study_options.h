// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study.h"

#include <QFormLayout>
#include <QMap>
#include <QVariant>
#include <QWidget>

namespace ui {

// The options of a study as fields, one kind of field for each kind of option.
class StudyOptions : public QWidget
{
    Q_OBJECT

public:
    // What stands in the fields, by the option's name; what is left out has its usual value.
    using Contents = QMap<QString, QVariant>;

    // study: must outlive this. Fields of names in `before` begin with what it says.
    explicit StudyOptions(const core::Study& study, const Contents& before = {}, QWidget* parent = nullptr);

    // Whether every field can be meant; what cannot is said at its field, which gets the focus.
    bool accepts();
    // Throws core::Error for what cannot be meant.
    core::StudyValues values() const;
    std::uint64_t seed() const; // 1 where the study has none
    Contents contents() const;

private:
    QWidget* fieldFor(const core::StudyOption& option);
    void showRows();
    void fill(const Contents& before);
    QWidget* field(const char* name) const;

    const core::Study& m_study;
    QFormLayout* m_rows;
    QMap<QString, QWidget*> m_fields; // by the option's name
};

} // namespace ui
