// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/study_plots.h"

#include "ui/controls/number_table.h"
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
namespace {

constexpr core::Index kFewTimes = 8;

} // namespace

StudyPlots::StudyPlots(QWidget* parent)
    : QWidget(parent)
    , m_axisRow(new QWidget(this))
    , m_axis(new QComboBox(m_axisRow))
    , m_paper(new QCheckBox(tr("the pape&r's numbers"), m_axisRow))
    , m_quantityRow(new QWidget(this))
    , m_quantity(new QComboBox(m_quantityRow))
    , m_lengthRow(new QWidget(this))
    , m_length(new QComboBox(m_lengthRow))
    , m_plot(new CurvePlot(this))
    , m_second(new CurvePlot(this))
    , m_heads(new NumberTable(this))
    , m_bars(new BarGroups(this))
    , m_paperNote(new QLabel(this))
    , m_findings(new QLabel(this))
{
    QFont small = font();
    small.setPointSizeF(0.85 * small.pointSizeF());
    m_axis->addItems({tr("tokens"), tr("multiples of the training length")});
    m_axis->setAccessibleName(tr("Lengths are shown in"));
    m_paper->setToolTip(tr("Draws the numbers of the paper beside ours: much larger models, another text, words "
                           "instead of tokens"));
    m_quantity->addItem(tr("mean distance (tokens)"), QStringLiteral("mean_distance"));
    m_quantity->addItem(tr("entropy (nats)"), QStringLiteral("entropy"));
    m_quantity->addItem(tr("weight beyond the training length"), QStringLiteral("beyond_training_mass"));
    m_quantity->setAccessibleName(tr("What is shown of every head"));
    m_length->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_length->setAccessibleName(tr("Window length of the lower plot"));
    m_plot->setAccessibleName(tr("Curves of the study"));
    m_second->setAccessibleName(tr("Loss by tokens of context"));
    m_heads->setAccessibleName(tr("Reach of every head: as measured / from the bias alone"));
    m_heads->setFont(small);
    m_heads->horizontalHeader()->setFont(small);
    m_heads->verticalHeader()->setFont(small);
    m_bars->setAccessibleName(tr("Trained short against trained long"));
    for (QLabel* label : {m_paperNote, m_findings}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_findings->setObjectName(QStringLiteral("findings"));
    build();
    connect(m_axis, &QComboBox::currentIndexChanged, this, &StudyPlots::draw);
    connect(m_quantity, &QComboBox::currentIndexChanged, this, &StudyPlots::drawReach);
    connect(m_length, &QComboBox::activated, this, [this] {
        m_lengthChosen = true;
        drawSecond();
    });
    connect(m_paper, &QCheckBox::toggled, this, [this](bool on) {
        if (on)
            m_axis->setCurrentIndex(1); // the only axis on which both are on the same footing
        draw();
    });
}

void StudyPlots::build()
{
    const auto row = [](QWidget* holder, const QString& name, QWidget* field) {
        auto* layout = new QHBoxLayout(holder);
        layout->setContentsMargins(0, 0, 0, 0);
        auto* label = new QLabel(name, holder);
        label->setBuddy(field);
        layout->addWidget(label);
        layout->addWidget(field);
        return layout;
    };
    QHBoxLayout* axis = row(m_axisRow, tr("Lengths &in"), m_axis);
    axis->addSpacing(16);
    axis->addWidget(m_paper);
    axis->addStretch(1);
    QHBoxLayout* quantity = row(m_quantityRow, tr("Of ever&y head"), m_quantity);
    quantity->addWidget(new QLabel(tr("as measured / from the bias alone"), m_quantityRow));
    quantity->addStretch(1);
    row(m_lengthRow, tr("&Windows of"), m_length)->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(4);
    layout->addWidget(m_axisRow);
    layout->addWidget(m_quantityRow);
    layout->addWidget(m_heads, 3);
    layout->addWidget(m_plot, 3);
    layout->addWidget(m_paperNote);
    layout->addWidget(m_lengthRow);
    layout->addWidget(m_second, 2);
    layout->addWidget(m_bars, 3);
    layout->addWidget(m_findings);
}

bool StudyPlots::showsPaper() const { return m_paper->isChecked(); }

void StudyPlots::show(const core::Report& report)
{
    m_report = report;
    arrange();
    fillLengths();
    draw();
    drawReach();
    drawSecond();
    m_bars->setContent({shortLongBars(report), modelLabels(report), modelColours(report)});
    const QStringList sentences = findings(report);
    m_findings->setText(sentences.join(QLatin1Char('\n')));
    m_findings->setVisible(!sentences.isEmpty());
}

// Which parts belong to this study.
void StudyPlots::arrange()
{
    const bool windows = m_report.study == "windows";
    const bool byLength = windows || m_report.study == "extrapolation";
    const bool reach = m_report.study == "reach";
    m_axisRow->setVisible(byLength);
    m_plot->setVisible(byLength || reach);
    m_lengthRow->setVisible(windows);
    m_second->setVisible(windows);
    m_quantityRow->setVisible(reach);
    m_heads->setVisible(reach);
    m_bars->setVisible(m_report.study == "short-long");
}

void StudyPlots::fillLengths()
{
    const QSignalBlocker quiet(m_length);
    const QVariant chosen = m_length->currentData();
    m_length->clear();
    const auto tokens = m_report.study == "windows" ? m_report.settings.value("tokens", core::Index{0}) : 0;
    int usual = 0; // the longest whose positions are scored a few times each
    for (const core::Index length : measuredLengths(m_report)) {
        usual = tokens >= kFewTimes * length ? m_length->count() : usual;
        m_length->addItem(tr("%1 tokens").arg(length), static_cast<qlonglong>(length));
    }
    const int before = m_lengthChosen ? m_length->findData(chosen) : -1;
    m_length->setCurrentIndex(before >= 0 ? before : usual);
}

void StudyPlots::draw()
{
    if (m_report.study == "reach") {
        const PlotContent content = lossByOcclusion(m_report);
        m_plot->setAxes(tr("tokens of context that are left"), tr("loss (nats)"), true, false);
        m_plot->setCurves(content.curves);
        m_plot->setTrainingLengths(content.trainingLengths());
        m_plot->setMarks(content.marks);
        m_paperNote->hide();
        return;
    }
    const bool multiples = m_axis->currentIndex() == 1;
    const core::PaperTables paper = m_paper->isChecked() ? paperTables() : core::PaperTables();
    const PlotContent content = perplexityByLength(m_report, multiples, m_paper->isChecked() ? &paper : nullptr);
    m_plot->setAxes(multiples ? tr("length read at a time ÷ training length") : tr("length read at a time (tokens)"),
                    tr("perplexity"), true, true);
    m_plot->setCurves(content.curves);
    m_plot->setTrainingLengths(content.trainingLengths());
    m_plot->setMarks(content.marks);
    m_paperNote->setText(tr("Dashed and paler: %1 (%2). Words instead of tokens and another text: compare the shapes, "
                            "not the heights.")
                             .arg(QString::fromStdString(paper.label), QString::fromStdString(paper.source)));
    m_paperNote->setVisible(m_paper->isChecked() && m_axisRow->isVisibleTo(this));
}

void StudyPlots::drawSecond()
{
    const PlotContent content = lossByContext(m_report, m_length->currentData().toLongLong());
    m_second->setAxes(tr("tokens of context (position in the window + 1)"), tr("loss (nats)"), true, false);
    m_second->setCurves(content.curves);
    m_second->setTrainingLengths(content.trainingLengths());
    m_second->setMarks(content.marks);
}

void StudyPlots::drawReach()
{
    const ReachTable table = reachTable(m_report, m_quantity->currentData().toString());
    m_heads->setContent(table.header, table.rowNames, table.cells);
    for (int row = 0; row < m_heads->rowCount(); ++row)
        for (int column = 0; column < static_cast<int>(table.shares[row].size()); ++column)
            m_heads->tint(row, column, table.shares[row][column]);
    m_heads->limitHeight();
}

} // namespace ui
