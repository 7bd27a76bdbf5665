// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/refresh.h"
#include "ui/view_models/comparison.h"
#include "ui/view_models/slope_lab.h"

#include <QWidget>

#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QTabWidget;

namespace ui {

class CurvePlot;
class FieldMessage;
class NumberBox;
class NumberTable;
class SlopesView;
class TriedPanel;

// The slope laboratory: slopes for any number of heads by a rule, by hand or as the chosen column has them, beside
// those of other rules and programs, and what they do to attention before any model reads. They can be given to the
// column's model, and what they cost on the text is measured.
class SlopeLabPanel : public QWidget
{
    Q_OBJECT

public:
    SlopeLabPanel(Session& session, Comparison& comparison, core::ThreadPool& pool, QWidget* parent = nullptr);

    // What is chosen.
    const NamedSlopes& slopes() const { return m_chosen; }
    // Sentences about what was pasted; empty: nothing is wrong.
    QString listMessage() const;

private:
    void buildControls(QGridLayout* grid);
    void buildRules();
    void buildTables();
    void takeRule();
    void takeHeads();
    void takeList();
    void followColumn();
    void showColumn();
    void showAll();
    void useSlopes();
    int heads() const;
    QString rule() const; // id of a rule, or one of the panel's own
    std::uint64_t seed() const;
    std::optional<std::size_t> fittingColumn() const; // whose model has as many heads
    NamedSlopes namedSlopes(const QString& id) const;

    Session& m_session;
    Comparison& m_comparison;
    NumberBox* m_heads;
    QPushButton* m_asColumn;
    QComboBox* m_rules;
    QLabel* m_seedName;
    NumberBox* m_seed;
    QLineEdit* m_list;
    FieldMessage* m_listMessage;
    QPushButton* m_compare;
    QMenu* m_compared;
    QPushButton* m_use;
    QCheckBox* m_logarithmic;
    QCheckBox* m_within;
    SlopesView* m_lists;
    CurvePlot* m_biases;
    QTabWidget* m_tables;
    NumberTable* m_byHead;
    NumberTable* m_byRule;
    TriedPanel* m_tried;
    NamedSlopes m_chosen;
    std::vector<double> m_own; // by hand
    int m_columnHeads = 0;     // of the column that was followed last
    Refresh m_refresh;
};

} // namespace ui
