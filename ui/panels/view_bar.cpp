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
#include <QToolButton>

namespace ui {
namespace {

NumberBox* limitBox(QWidget* parent, const QString& name)
{
    auto* box = new NumberBox(NumberBox::Kind::Real, parent);
    box->setRange(-1e6, 1e6);
    box->setDigits(4);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setAccessibleName(name);
    box->setToolTip(name);
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
    layout->addWidget(new QLabel(tr("Stage"), this));
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
    m_shared = new QCheckBox(tr("&Same scale"), this);
    m_locked = new QCheckBox(tr("&Lock"), this);
    m_hold = new QCheckBox(tr("&Hold in sweeps"), this);
    m_low = limitBox(this, tr("Lowest value of the colour scale"));
    m_high = limitBox(this, tr("Highest value of the colour scale"));
    m_reduction->addItem(tr("peak"), static_cast<int>(core::Reduction::Peak));
    m_reduction->addItem(tr("mean"), static_cast<int>(core::Reduction::Mean));
    m_reduction->setToolTip(tr("How several cells become one pixel when the map is larger than the screen"));
    m_reduction->setAccessibleName(tr("How cells are merged"));
    m_shared->setToolTip(tr("One colour scale for all columns, so that equal colours mean equal values"));
    m_locked->setToolTip(tr("Keep the colour scale as it is; its ends can then be typed"));
    layout->addWidget(new QLabel(tr("Pixel"), this));
    layout->addWidget(m_reduction);
    layout->addSpacing(12);
    layout->addWidget(new QLabel(tr("Colours"), this));
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
    m_shared->setChecked(view.sharedScale);
    m_shared->setEnabled(!view.limits);
    m_locked->setChecked(view.limits.has_value());
    m_low->setEnabled(view.limits.has_value());
    m_high->setEnabled(view.limits.has_value());
    const core::ValueRange range = m_comparison.columns() > 0 ? m_comparison.detailRange(0) : core::ValueRange{};
    m_low->showValue(range.low);
    m_high->showValue(range.high);
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
