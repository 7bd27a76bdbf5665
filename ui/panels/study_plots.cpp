// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/study_plots.h"

#include "core/study/study.h"
#include "ui/controls/mnemonics.h"
#include "ui/controls/number_table.h"
#include "ui/figure/origin.h"
#include "ui/language/words.h"
#include "ui/library/library.h"
#include "ui/plot/bar_groups.h"
#include "ui/plot/curve_plot.h"
#include "ui/view_models/study_results.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>

namespace ui {

StudyPlots::StudyPlots(QWidget* parent)
    : QWidget(parent)
    , m_pictures(new QVBoxLayout)
    , m_means(new QLabel(this))
    , m_findings(new QLabel(this))
{
    for (QLabel* label : {m_means, m_findings}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_means->setObjectName(QStringLiteral("means"));
    m_findings->setObjectName(QStringLiteral("findings"));
    m_pictures->setSpacing(4);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(4);
    layout->addLayout(m_pictures, 1);
    layout->addWidget(m_means);
    layout->addWidget(m_findings);
}

StudyPlots::~StudyPlots() = default;

void StudyPlots::show(const core::StudyResults& results)
{
    m_results = results;
    if (m_study != results.study)
        build();
    for (const auto& part : m_parts) {
        fillChoices(*part);
        draw(*part);
    }
    const QStringList sentences = findings(results);
    m_findings->setText(sentences.join(QLatin1Char('\n')));
    m_findings->setVisible(!sentences.isEmpty());
}

void StudyPlots::build()
{
    const core::Study& study = core::studyById(m_results.study);
    m_parts.clear();
    for (const core::StudyView& view : study.views)
        m_parts.push_back(std::make_unique<Part>(partOf(view)));
    for (const auto& part : m_parts) {
        m_pictures->addWidget(part->holder.get(), part->view->room);
        part->holder->show();
    }
    for (const auto& part : m_parts) {
        if (part->choice != nullptr)
            connect(part->choice, &QComboBox::activated, this, [this, part = part.get()] {
                part->chosen = true;
                draw(*part);
            });
        if (part->paper != nullptr)
            connect(part->paper, &QCheckBox::toggled, this,
                    [this, part = part.get()](bool on) { setPaper(*part, on); });
    }
    m_means->setText(words(study.means));
    m_study = m_results.study;
    emit rebuilt();
}

StudyPlots::Part StudyPlots::partOf(const core::StudyView& view)
{
    Part part;
    part.view = &view;
    part.holder = std::make_unique<QWidget>(this);
    QWidget* holder = part.holder.get();
    auto* layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    if (view.choices != nullptr || view.paper)
        layout->addLayout(rowOf(part));
    const core::StudyDrawing empty = drawingOf(view, {});
    QWidget* picture = nullptr;
    if (std::holds_alternative<core::StudyPlot>(empty))
        picture = part.plot = new CurvePlot(holder);
    else if (std::holds_alternative<core::StudyTable>(empty))
        picture = part.table = new NumberTable(holder);
    else
        picture = part.bars = new BarGroups(holder);
    picture->setAccessibleName(words(view.name));
    if (part.table != nullptr) {
        QFont small = font();
        small.setPointSizeF(0.85 * small.pointSizeF());
        part.table->setFont(small);
        part.table->horizontalHeader()->setFont(small);
        part.table->verticalHeader()->setFont(small);
    }
    layout->addWidget(picture, 1);
    if (view.paper) {
        part.paperNote = new QLabel(holder);
        part.paperNote->setWordWrap(true);
        layout->addWidget(part.paperNote);
    }
    return part;
}

QBoxLayout* StudyPlots::rowOf(Part& part)
{
    QWidget* holder = part.holder.get();
    auto* row = new QHBoxLayout;
    if (part.view->choices != nullptr) {
        part.choice = new QComboBox(holder);
        part.choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        part.choice->setAccessibleName(words(part.view->choosingName));
        auto* label = new QLabel(holder);
        label->setBuddy(part.choice);
        askForMnemonic(*label, words(part.view->choosing));
        row->addWidget(label);
        row->addWidget(part.choice);
    }
    if (*part.view->note != '\0')
        row->addWidget(new QLabel(words(part.view->note), holder));
    if (part.view->paper) {
        part.paper = new QCheckBox(holder);
        part.paper->setChecked(m_paper);
        part.paper->setToolTip(tr("Draws the numbers of the paper beside ours: much larger models, another text, words "
                                  "instead of tokens"));
        askForMnemonic(*part.paper, tr("the paper's numbers"));
        row->addSpacing(16);
        row->addWidget(part.paper);
    }
    row->addStretch(1);
    return row;
}

// What a person has chosen stays while it is there.
void StudyPlots::fillChoices(Part& part)
{
    if (part.choice == nullptr)
        return;
    const QSignalBlocker quiet(part.choice);
    const QVariant before = part.choice->currentData();
    part.choice->clear();
    int usual = 0;
    for (const core::StudyView::Choice& choice : part.view->choices(m_results)) {
        usual = choice.usual ? part.choice->count() : usual;
        part.choice->addItem(words(choice.label), QString::fromStdString(choice.id));
    }
    const int kept = part.chosen ? part.choice->findData(before) : -1;
    part.choice->setCurrentIndex(kept >= 0 ? kept : usual);
}

void StudyPlots::setPaper(Part& part, bool on)
{
    m_paper = on;
    const int footing = part.choice == nullptr ? -1 : part.choice->findData(QLatin1String(part.view->paperChoice));
    if (on && footing >= 0) {
        part.choice->setCurrentIndex(footing);
        part.chosen = true;
    }
    draw(part);
}

core::StudyDrawing StudyPlots::drawing(const Part& part) const
{
    const std::string choice = part.choice == nullptr ? "" : part.choice->currentData().toString().toStdString();
    if (!m_paper || !part.view->paper)
        return drawingOf(*part.view, m_results, choice);
    const core::PaperTables paper = paperTables();
    return drawingOf(*part.view, m_results, choice, &paper);
}

void StudyPlots::draw(Part& part)
{
    std::visit([&](const auto& drawn) { draw(part, drawn); }, drawing(part));
    if (part.paperNote == nullptr)
        return;
    const core::PaperTables paper = m_paper ? paperTables() : core::PaperTables();
    part.paperNote->setText(
        tr("%1, dashed and paler: %2 (%3). Words instead of tokens and another text: compare the "
           "shapes, not the heights.")
            .arg(originText(Origin::Paper), QString::fromStdString(paper.label), QString::fromStdString(paper.source)));
    part.paperNote->setToolTip(originAbout(Origin::Paper));
    part.paperNote->setVisible(m_paper);
}

void StudyPlots::draw(Part& part, const core::StudyPlot& plot)
{
    const PlotContent content = contentOf(plot, m_results);
    part.plot->setAxes(words(plot.xTitle), words(plot.yTitle), plot.xLogarithmic, plot.yLogarithmic);
    part.plot->setCurves(content.curves);
    part.plot->setTrainingLengths(content.trainingLengths());
    part.plot->setMarks(content.marks);
}

void StudyPlots::draw(Part& part, const core::StudyTable& table)
{
    const ResultTable content = contentOf(table);
    part.table->setContent(content.header, content.rowNames, content.rows);
    for (std::size_t row = 0; row < table.shares.size(); ++row)
        for (std::size_t column = 0; column < table.shares[row].size(); ++column)
            part.table->tint(static_cast<int>(row), static_cast<int>(column), table.shares[row][column]);
    part.table->limitHeight();
}

void StudyPlots::draw(Part& part, const core::StudyBars& bars)
{
    part.bars->setContent({contentOf(bars), modelLabels(m_results), modelColours(m_results)});
}

std::vector<core::StudyDrawing> StudyPlots::drawings() const
{
    std::vector<core::StudyDrawing> drawings;
    for (const auto& part : m_parts)
        drawings.push_back(drawing(*part));
    return drawings;
}

CurvePlot* StudyPlots::plot(std::size_t picture) const
{
    return picture < m_parts.size() ? m_parts[picture]->plot : nullptr;
}

} // namespace ui
