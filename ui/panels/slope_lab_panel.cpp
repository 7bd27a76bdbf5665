// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/slope_lab_panel.h"

#include "ui/controls/field_message.h"
#include "ui/controls/number_box.h"
#include "ui/controls/number_table.h"
#include "ui/controls/slope_text.h"
#include "ui/language/words.h"
#include "ui/panels/tried_panel.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/slopes_view.h"
#include "ui/session/column_edits.h"
#include "ui/settings/look.h"
#include "ui/view_models/switches.h"
#include "ui/views/view.h"

#include <QAction>
#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>

#include <algorithm>

namespace ui {
namespace {

constexpr int kLabDelay = 30; // ms
constexpr int kUsualHeads = 8;
constexpr int kUsualDistance = 256;              // tokens, without a model
const auto kByHand = QStringLiteral("own");      // beside the rules' ids
const auto kAsColumn = QStringLiteral("column"); // the same

QString ruleId(const core::SlopeRule& rule)
{
    return QString::fromUtf8(rule.id.data(), static_cast<qsizetype>(rule.id.size()));
}

void showTable(NumberTable& table, const LabTable& content)
{
    table.setContent(content.header, {}, content.rows);
    for (int column = 0; column < table.columnCount(); ++column)
        table.horizontalHeaderItem(column)->setToolTip(content.abouts.value(column));
    for (int row = 0; row < content.rowAbouts.size(); ++row)
        for (int column = 0; column < table.columnCount(); ++column)
            table.item(row, column)->setToolTip(content.rowAbouts[row]);
    for (const auto& [row, column] : content.marked)
        table.tint(row, column, 0.5);
}

} // namespace

SlopeLabPanel::SlopeLabPanel(Session& session, Comparison& comparison, core::ThreadPool& pool, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_heads(new NumberBox(NumberBox::Kind::Whole, this))
    , m_asColumn(new QPushButton(this))
    , m_rules(new QComboBox(this))
    , m_seedName(new QLabel(tr("Seed"), this))
    , m_seed(new NumberBox(NumberBox::Kind::Whole, this))
    , m_list(new QLineEdit(this))
    , m_listMessage(new FieldMessage(m_list))
    , m_compare(new QPushButton(tr("Compare"), this))
    , m_compared(new QMenu(m_compare))
    , m_use(new QPushButton(tr("Use these slopes"), this))
    , m_logarithmic(new QCheckBox(tr("Logarithmic distance"), this))
    , m_within(new QCheckBox(this))
    , m_lists(new SlopesView(this))
    , m_biases(new CurvePlot(this))
    , m_tables(new QTabWidget(this))
    , m_byHead(new NumberTable(this))
    , m_byRule(new NumberTable(this))
    , m_tried(new TriedPanel(session, comparison, pool, this))
    , m_refresh(*this, kLabDelay, Refresh::When::Soon, [this] { showAll(); })
{
    buildRules();
    buildTables();
    auto* controls = new QGridLayout;
    controls->setContentsMargins(0, 0, look::kApart, 0);
    controls->setVerticalSpacing(look::kNear);
    buildControls(controls);
    m_biases->setToolTip(tr("What each head takes from a score, by how far the key is back"));
    auto* left = new QVBoxLayout;
    left->addLayout(controls);
    left->addStretch(1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(look::kNear, 0, look::kNear, look::kNear);
    layout->addLayout(left);
    layout->addWidget(m_lists, 4);
    layout->addWidget(m_biases, 3);
    layout->addWidget(m_tables, 5);

    connect(m_heads, &NumberBox::valueChanged, this, &SlopeLabPanel::takeHeads);
    connect(m_rules, &QComboBox::activated, this, &SlopeLabPanel::takeRule);
    connect(m_list, &QLineEdit::textEdited, this, &SlopeLabPanel::takeList);
    connect(m_asColumn, &QPushButton::clicked, this, [this] {
        followColumn();
        takeHeads();
    });
    connect(m_use, &QPushButton::clicked, this, &SlopeLabPanel::useSlopes);
    connect(m_tried, &TriedPanel::returned, this, [this] { // the pictures are of what the column has now
        m_rules->setCurrentIndex(m_rules->findData(kAsColumn));
        takeRule();
    });
    m_refresh.on(*m_seed, &NumberBox::valueChanged);
    m_refresh.on(*m_tables, &QTabWidget::currentChanged);
    m_refresh.on(*m_logarithmic, &QCheckBox::toggled);
    m_refresh.on(*m_within, &QCheckBox::toggled);
    m_refresh.on(session, &Session::setupChanged);
    m_refresh.on(session, &Session::modelsChanged);
    m_refresh.on(session, &Session::chosenColumnChanged);
    m_refresh.on(comparison, &Comparison::columnChanged);
    takeRule();
}

// ── controls ───────────────────────────────────────────────────────────────────────────────────────────────────────

void SlopeLabPanel::buildRules()
{
    for (const core::SlopeRule& rule : core::slopeRules()) {
        QAction* action = m_compared->addAction(words(rule.label));
        action->setCheckable(true);
        action->setData(ruleId(rule));
        action->setToolTip(words(rule.about));
        m_refresh.on(*action, &QAction::toggled);
        if (rule.id == "interpolated")
            action->setChecked(true);
        if (rule.ofCode)
            continue;
        m_rules->addItem(words(rule.label), ruleId(rule));
        m_rules->setItemData(m_rules->count() - 1, words(rule.about), Qt::ToolTipRole);
    }
    m_compared->setToolTipsVisible(true);
    m_compare->setMenu(m_compared);
    m_compare->setToolTip(tr("Other rules, and other programs' formulas, below the chosen slopes"));
    m_rules->addItem(tr("By hand: the list below"), kByHand);
    m_rules->addItem(tr("As the column has them now"), kAsColumn);
    m_rules->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_rules->setMinimumContentsLength(18);
    m_rules->setAccessibleName(tr("Rule"));
}

void SlopeLabPanel::buildControls(QGridLayout* grid)
{
    m_heads->setRange(1, kMostLabHeads);
    m_heads->showValue(kUsualHeads);
    m_heads->setAccessibleName(tr("Number of heads"));
    m_seed->setRange(1, 999999);
    m_seed->showValue(1);
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("Other numbers draw other random slopes"));
    m_list->setPlaceholderText(tr("Paste slopes: 1/2 0.25 2^-3 …"));
    m_list->setAccessibleName(tr("Slopes by hand"));
    m_list->setClearButtonEnabled(true);
    m_asColumn->setToolTip(tr("As many heads as the chosen column's model has"));
    const auto add = [&](int row, const QString& name, QWidget* field, int columns = 1) {
        auto* label = new QLabel(name, this);
        label->setBuddy(field);
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row, 1, 1, columns);
    };
    add(0, tr("Heads"), m_heads);
    grid->addWidget(m_asColumn, 0, 2);
    add(1, tr("Rule"), m_rules, 2);
    grid->addWidget(m_list, 2, 0, 1, 3);
    grid->addWidget(m_seedName, 3, 0);
    m_seedName->setBuddy(m_seed);
    grid->addWidget(m_seed, 3, 1);
    grid->addWidget(m_compare, 3, 2);
    grid->addWidget(m_logarithmic, 4, 0, 1, 3);
    grid->addWidget(m_within, 5, 0, 1, 3);
    grid->addWidget(m_use, 6, 0, 1, 3);
    grid->setColumnStretch(1, 1);
}

void SlopeLabPanel::buildTables()
{
    m_byHead->setAccessibleName(tr("Slopes by head"));
    m_byRule->setAccessibleName(tr("Rules compared"));
    m_tables->addTab(m_byHead, tr("Heads"));
    m_tables->addTab(m_byRule, tr("Rules"));
    m_tables->addTab(m_tried, tr("Tried"));
    m_tables->setDocumentMode(true);
}

int SlopeLabPanel::heads() const { return m_heads->wholeValue(); }
QString SlopeLabPanel::rule() const { return m_rules->currentData().toString(); }
std::uint64_t SlopeLabPanel::seed() const { return static_cast<std::uint64_t>(m_seed->wholeValue()); }
QString SlopeLabPanel::listMessage() const { return m_listMessage->text(); }

void SlopeLabPanel::takeRule()
{
    const bool drawn = rule() != kByHand && rule() != kAsColumn && core::slopeRule(rule().toStdString()).drawn;
    m_seedName->setEnabled(drawn);
    m_seed->setEnabled(drawn);
    m_rules->setToolTip(m_rules->currentData(Qt::ToolTipRole).toString());
    if (rule() == kAsColumn)
        followColumn();
    else if (rule() == kByHand && m_own.empty()) {
        m_own = m_chosen.slopes; // something to begin with
        QStringList texts;
        for (const double slope : m_own)
            texts.append(formatSlope(slope));
        m_list->setText(texts.join(QLatin1Char(' ')));
        m_listMessage->clear();
    }
    if (rule() == kByHand)
        m_heads->showValue(static_cast<double>(m_own.size()));
    m_refresh.changed();
}

// Lists that have another length give way to the official rule.
void SlopeLabPanel::takeHeads()
{
    const bool fits = rule() == kByHand     ? m_own.size() == static_cast<std::size_t>(heads())
                      : rule() == kAsColumn ? m_columnHeads == heads()
                                            : true;
    if (!fits)
        m_rules->setCurrentIndex(0);
    takeRule();
}

void SlopeLabPanel::takeList()
{
    const SlopeList list = parseSlopes(m_list->text());
    if (!list.wrong.isEmpty())
        return m_listMessage->say(
            tr("“%1” is no slope; write numbers apart by spaces: 1/2 0.25 2^-3.").arg(list.wrong.left(20)));
    if (list.slopes.size() > kMostLabHeads)
        return m_listMessage->say(tr("These are %1 slopes; take up to %2.").arg(list.slopes.size()).arg(kMostLabHeads));
    m_listMessage->clear();
    if (list.slopes.isEmpty())
        return;
    m_own.assign(list.slopes.begin(), list.slopes.end());
    m_rules->setCurrentIndex(m_rules->findData(kByHand));
    takeRule();
}

// ── the chosen column ──────────────────────────────────────────────────────────────────────────────────────────────

void SlopeLabPanel::followColumn()
{
    const auto column = alibiColumn(m_session);
    if (!column || m_session.checkpoint(*column)->model.config().heads > kMostLabHeads)
        return;
    m_columnHeads = m_session.checkpoint(*column)->model.config().heads;
    m_heads->showValue(m_columnHeads);
}

std::optional<std::size_t> SlopeLabPanel::fittingColumn() const
{
    const auto column = alibiColumn(m_session);
    const bool fits = column && m_session.checkpoint(*column)->model.config().heads == heads();
    return fits ? column : std::nullopt;
}

// What depends on whether some model has slopes.
void SlopeLabPanel::showColumn()
{
    const auto column = alibiColumn(m_session);
    const bool known = column && *column < m_comparison.columns();
    if (m_columnHeads == 0) // it begins there
        followColumn();
    const QString name = known ? m_comparison.column(*column).label : QString();
    m_asColumn->setText(known ? tr("As %1").arg(name) : tr("As the column"));
    m_asColumn->setEnabled(known);
    const int inColumn = m_rules->findData(kAsColumn);
    m_rules->setItemText(inColumn, known ? tr("As %1 has them now").arg(name) : tr("As the column has them now"));
    if (rule() == kAsColumn) {
        if (!known || m_session.checkpoint(*column)->model.config().heads > kMostLabHeads)
            m_rules->setCurrentIndex(0);
        else
            followColumn();
    }
    m_within->setText(tr("Of the %n token(s) that are read", nullptr, m_comparison.shownLength()));
    const bool fits = fittingColumn().has_value();
    m_use->setEnabled(known && fits);
    m_use->setText(known ? tr("Use these slopes in %1").arg(name) : tr("Use these slopes"));
    m_use->setToolTip(!known ? tr("No model here uses ALiBi.")
                      : fits ? tr("The model runs with these slopes; Ctrl+Z takes them back.")
                             : tr("%1 has %2 heads, not %3.")
                                   .arg(name)
                                   .arg(m_session.checkpoint(*column)->model.config().heads)
                                   .arg(heads()));
}

void SlopeLabPanel::useSlopes()
{
    const auto column = fittingColumn();
    if (!column)
        return;
    const auto checkpoint = m_session.checkpoint(*column);
    m_session.edit(tr("use slopes"), [&](core::Setup& e) { giveSlopes(e.columns[*column], *checkpoint, m_chosen); });
}

// ── what is shown ──────────────────────────────────────────────────────────────────────────────────────────────────

NamedSlopes SlopeLabPanel::namedSlopes(const QString& id) const
{
    if (id == kByHand)
        return {tr("by hand"), {}, m_own};
    const auto column = fittingColumn();
    if (id == kAsColumn && column) {
        const core::Column& chosen = m_session.setup().columns[*column];
        const auto checkpoint = m_session.checkpoint(*column);
        const bool exponential =
            checkpoint->model.withEncodingOptions(chosen.switches()).encoding().options().value("alibi_growth", "") ==
            "exponential";
        return {m_comparison.column(*column).label,
                {},
                slopesOf(chosen, *checkpoint),
                exponential ? core::SlopeGrowth::Exponential : core::SlopeGrowth::Linear};
    }
    return slopesOfRule(core::slopeRule(id == kAsColumn ? "official" : id.toStdString()), heads(), seed());
}

void SlopeLabPanel::showAll()
{
    showColumn();
    m_chosen = namedSlopes(rule());
    std::vector<NamedSlopes> lists{m_chosen};
    for (const QAction* action : m_compared->actions())
        if (action->isChecked() && action->data().toString() != rule())
            lists.push_back(namedSlopes(action->data().toString()));
    m_lists->setContent(labLists(heads(), lists));

    const auto column = alibiColumn(m_session);
    const int trained = column ? m_session.checkpoint(*column)->model.config().trainingLength : 0;
    const bool logarithmic = m_logarithmic->isChecked();
    m_biases->setAxes(tr("distance (tokens)"), tr("bias"), logarithmic, false);
    m_biases->setCurves(labBiases(m_chosen, trained > 0 ? 4 * trained : kUsualDistance, logarithmic));
    m_biases->setTrainingLengths(trained > 0 ? QVector<double>{double(trained)} : QVector<double>());
    const int read = std::max(1, m_comparison.shownLength());
    if (m_tables->currentWidget() == m_byHead)
        showTable(*m_byHead, labHeads(m_chosen, m_within->isChecked() ? std::optional(read) : std::nullopt, trained));
    if (m_tables->currentWidget() == m_byRule)
        showTable(*m_byRule, labRules(heads(), seed()));
    m_tried->offer(m_chosen);
    m_session.offerSlopes({m_chosen.label, m_chosen.slopes, m_chosen.growth == core::SlopeGrowth::Exponential});
}

View slopeLabView()
{
    return {.id = "slope-lab",
            .title = Views::tr("Slope lab"),
            .place = Place::Tray,
            .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B),
            .size = 230,
            .make = [](const ViewContext& context) {
                return new SlopeLabPanel(context.session, context.comparison, context.pool);
            }};
}

} // namespace ui
