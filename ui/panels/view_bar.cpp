// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/view_bar.h"

#include "ui/controls/number_box.h"
#include "ui/panels/add_column_button.h"
#include "ui/panels/column_menu.h"
#include "ui/session/column_edits.h"
#include "ui/settings/look.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QStandardItemModel>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace ui {
namespace {

void nameLimit(QWidget& widget, const QString& text)
{
    widget.setAccessibleName(text);
    widget.setToolTip(text);
}

NumberBox* limitBox(QWidget* parent, const QString& text)
{
    auto* box = new NumberBox(NumberBox::Kind::Real, parent);
    box->setRange(-1e6, 1e6);
    box->setDigits(4);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    nameLimit(*box, text);
    return box;
}

} // namespace

ViewBar::ViewBar(Session& session, Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_lines(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_stages(new QButtonGroup(this))
{
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(6);
    m_lines->addLayout(buildStages());
    m_lines->addLayout(buildScale(), 1);
    connect(&session, &Session::setupChanged, this, &ViewBar::showSetup);
    connect(&session, &Session::chosenColumnChanged, this, &ViewBar::showSetup);
    connect(&comparison, &Comparison::detailsChanged, this, &ViewBar::showSetup);
}

QSize ViewBar::minimumSizeHint() const
{
    int widest = 0;
    for (int line = 0; line < m_lines->count(); ++line)
        widest = std::max(widest, m_lines->itemAt(line)->minimumSize().width());
    return {widest, m_lines->minimumSize().height()};
}

void ViewBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    int needed = m_lines->spacing();
    for (int line = 0; line < m_lines->count(); ++line)
        needed += m_lines->itemAt(line)->minimumSize().width();
    m_lines->setDirection(width() < needed ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QHBoxLayout* ViewBar::buildStages()
{
    auto* layout = new QHBoxLayout;
    const struct
    {
        core::Stage stage;
        QString text;
        QString about;
    } stages[]{{core::Stage::Content, tr("Content"), tr("q · k / √d: how well the words match (Alt+1)")},
               {core::Stage::Bias, tr("Bias"), tr("what the position encoding adds to the scores (Alt+2)")},
               {core::Stage::Score, tr("Score"), tr("content + bias (Alt+3)")},
               {core::Stage::Weights, tr("Weights"), tr("softmax of the scores: what is attended to (Alt+4)")},
               {core::Stage::Position, tr("Position"),
                tr("what positions alone bring to the score: ALiBi's bias; in layer 0 of encodings that add to the "
                   "embeddings, position · position (Alt+6)")}};
    setStyleSheet(look::choiceButtons());
    for (const auto& entry : stages) {
        auto* button = new QToolButton(this);
        button->setText(entry.text);
        button->setToolTip(entry.about);
        button->setCheckable(true);
        m_stages->addButton(button, static_cast<int>(entry.stage));
        layout->addWidget(button);
    }
    m_difference = new QToolButton(this); // after the stages: Tab follows the order in which things are made
    m_difference->setText(QStringLiteral("Δ"));
    m_difference->setToolTip(tr("One column's map minus another's, in the first one's place (Alt+5)"));
    m_difference->setAccessibleName(tr("Difference of two columns"));
    m_difference->setPopupMode(QToolButton::MenuButtonPopup);
    auto* pairs = new QMenu(m_difference);
    m_difference->setMenu(pairs);
    connect(pairs, &QMenu::aboutToShow, this, [this, pairs] { fillDifferenceMenu(*pairs, m_session, m_comparison); });
    m_difference->setCheckable(true);
    layout->addWidget(m_difference);
    connect(m_difference, &QToolButton::clicked, this, [this] {
        toggleDifference(m_session);
        showSetup(); // with one column there is none
    });
    connect(m_stages, &QButtonGroup::idClicked, this, [this](int id) {
        m_session.edit(tr("choose stage"), [id](core::Setup& e) {
            e.view.stage = static_cast<core::Stage>(id);
            e.view.limits.reset(); // another stage has other units
        });
    });
    layout->addWidget(new AddColumnButton(m_session, this));
    layout->addSpacing(12);
    layout->addStretch(1); // of a line of its own; beside the scale it gets nothing
    return layout;
}

QHBoxLayout* ViewBar::buildScale()
{
    auto* layout = new QHBoxLayout;
    m_reduction = new QComboBox(this);
    m_scale = new QComboBox(this);
    m_shared = new QCheckBox(tr("&Same scale"), this);
    m_locked = new QCheckBox(tr("&Lock"), this);
    m_hold = new QCheckBox(tr("&Hold"), this);
    m_low = limitBox(this, tr("Lowest value of the colour scale"));
    m_high = limitBox(this, tr("Highest value of the colour scale"));
    m_reduction->addItem(tr("peak"), static_cast<int>(core::Reduction::Peak));
    m_reduction->addItem(tr("mean"), static_cast<int>(core::Reduction::Mean));
    m_reduction->setToolTip(tr("How several cells become one pixel when the map is larger than the screen"));
    m_reduction->setAccessibleName(tr("How cells are merged"));
    m_locked->setObjectName(QStringLiteral("lock"));
    m_locked->setToolTip(tr("Keep the colour scale as it is; its ends can then be typed"));
    layout->addWidget(new QLabel(tr("Pixel"), this));
    layout->addWidget(m_reduction);
    layout->addSpacing(12);
    layout->addWidget(new QLabel(tr("Colours"), this));
    layout->addWidget(m_scale);
    layout->addWidget(m_shared);
    layout->addWidget(m_locked);
    layout->addWidget(m_hold);
    layout->addWidget(m_low);
    layout->addWidget(new QLabel(QStringLiteral("…"), this));
    layout->addWidget(m_high);
    connect(m_reduction, &QComboBox::activated, this, [this](int index) {
        m_session.edit(tr("choose reduction"),
                       [index](core::Setup& e) { e.view.reduction = static_cast<core::Reduction>(index); });
    });
    for (const auto& [scale, text] : {std::pair(core::Scale::Linear, tr("linear")),
                                      {core::Scale::Logarithmic, tr("log")},
                                      {core::Scale::Percentile, tr("percentile")},
                                      {core::Scale::WithoutFirstKey, tr("no first key")}})
        m_scale->addItem(text, static_cast<int>(scale));
    m_scale->setAccessibleName(tr("Colour scale"));
    m_scale->setToolTip(
        tr("How values become colours. The scale is made from every cell of the map, or from the peaks (or "
           "means) of %1 × %1 parts of it, and is the same in every size of the window.\n"
           "linear: the farthest 0.5 % lie beyond the ends, of parts up to 1 %\n"
           "log: of weights, five powers of ten down from the largest; 0 has the first colour\n"
           "percentile: by rank; where values have both signs, by the distance from 0\n"
           "no first key: linear, its ends chosen without the text’s first token, which many heads "
           "rest on\n"
           "What does not suit the stage or a difference is shown linear.")
            .arg(core::kScaleGrid));
    connect(m_scale, &QComboBox::activated, this, [this](int index) {
        m_session.edit(tr("choose colour scale"), [index](core::Setup& e) {
            e.view.scale = static_cast<core::Scale>(index);
            e.view.limits.reset(); // ends that were typed for another scale
        });
    });
    connect(m_shared, &QCheckBox::clicked, this, [this](bool shared) {
        m_session.edit(tr("share scale"), [shared](core::Setup& e) { e.view.sharedScale = shared; });
    });
    connect(m_locked, &QCheckBox::clicked, this, &ViewBar::lock);
    connect(m_low, &NumberBox::valueChanged, this, [this] { typeLimits(*m_low); });
    connect(m_high, &NumberBox::valueChanged, this, [this] { typeLimits(*m_high); });
    m_hold->setToolTip(tr("Keep the colour scale while a sweep runs or a slope is dragged, so that colours can be "
                          "compared from length to length, and from slope to slope"));
    m_hold->setChecked(m_comparison.holdsInSweeps());
    connect(m_hold, &QCheckBox::clicked, &m_comparison, &Comparison::setHoldsInSweeps);
    layout->addStretch(1);
    return layout;
}

void ViewBar::showSetup()
{
    const core::MapView& view = m_session.setup().view;
    if (QAbstractButton* button = m_stages->button(static_cast<int>(view.stage)))
        button->setChecked(true);
    m_difference->setChecked(view.difference.has_value());
    m_reduction->setCurrentIndex(static_cast<int>(view.reduction));
    showScale();
    const bool together = view.stage != core::Stage::Position;
    m_shared->setChecked(view.sharedScale && together);
    m_shared->setEnabled(!view.limits && together);
    m_shared->setToolTip(together
                             ? tr("One colour scale for all columns, so that equal colours mean equal values")
                             : tr("At this stage every column has a scale of its own: a bias and products of positions "
                                  "differ too much for one."));
    m_locked->setChecked(view.limits.has_value());
    m_locked->setEnabled(view.limits || core::usableScale(view.scale, view.stage) != core::Scale::Percentile);
    m_low->setEnabled(view.limits.has_value());
    m_high->setEnabled(view.limits.has_value());
    showLimits();
}

// The one in use: another may have been chosen that does not suit the stage, and comes back with one that it suits.
void ViewBar::showScale()
{
    const core::MapView& view = m_session.setup().view;
    const auto suits = [&view](core::Scale scale) {
        return core::usableScale(scale, view.stage) == scale ||
               (view.difference && core::usableForDifference(scale) == scale);
    };
    const auto* items = qobject_cast<QStandardItemModel*>(m_scale->model());
    for (int i = 0; i < m_scale->count(); ++i)
        items->item(i)->setEnabled(suits(static_cast<core::Scale>(m_scale->itemData(i).toInt())));
    m_scale->setCurrentIndex(m_scale->findData(static_cast<int>(suits(view.scale) ? view.scale : core::Scale::Linear)));
}

// Of the chosen column, which the others' are unless each has its own.
void ViewBar::showLimits()
{
    const std::size_t chosen = std::min(m_session.chosenColumn(), m_comparison.columns() - 1);
    if (m_comparison.columns() == 0)
        return;
    const core::MapView& view = m_session.setup().view;
    const core::ValueRange range = m_comparison.detailScale(chosen).ends();
    m_low->showValue(range.low);
    m_high->showValue(range.high);
    const bool own = m_comparison.columns() > 1 && !m_shared->isChecked() && !view.limits;
    const QString& whose = m_comparison.column(chosen).label;
    nameLimit(*m_low,
              own ? tr("Lowest value of the colour scale of %1").arg(whose) : tr("Lowest value of the colour scale"));
    nameLimit(*m_high,
              own ? tr("Highest value of the colour scale of %1").arg(whose) : tr("Highest value of the colour scale"));
}

void ViewBar::lock(bool locked)
{
    const core::ValueRange range{m_low->value(), m_high->value()};
    m_session.edit(tr("lock scale"), [&](core::Setup& e) {
        e.view.limits = locked && range.low < range.high ? std::optional(range) : std::nullopt;
    });
    showSetup();
}

void ViewBar::typeLimits(NumberBox& typed)
{
    const core::ValueRange range{m_low->value(), m_high->value()};
    if (range.low < range.high) {
        m_session.edit(tr("set scale"), [&](core::Setup& e) { e.view.limits = range; });
        showSetup();
        return;
    }
    const QString low = typed.textFromValue(range.low);
    const QString high = typed.textFromValue(range.high);
    showSetup();
    typed.say(
        &typed == m_low
            ? tr("The scale ends at %1, so it cannot start at %2: write less, or raise its end first.").arg(high, low)
            : tr("The scale starts at %1, so it cannot end at %2: write more, or lower its start first.")
                  .arg(low, high));
}

} // namespace ui
