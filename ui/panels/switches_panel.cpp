// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/switches_panel.h"

#include "core/position/switches.h"
#include "ui/language/words.h"
#include "ui/panels/switch_row.h"
#include "ui/view_models/switches.h"

#include <QKeyEvent>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace ui {
namespace {

// Slopes have a panel of their own.
bool isOffered(const core::Option& option, const core::Checkpoint& checkpoint)
{
    return option.isSwitch && option.kind != core::OptionKind::Heads &&
           (!option.ofBias || checkpoint.model.encoding().biases());
}

std::vector<const core::Option*> offeredBy(const core::Checkpoint& checkpoint)
{
    std::vector<const core::Option*> offered;
    for (const core::Option* option : core::optionsOf(checkpoint.model.config().encoding))
        if (isOffered(*option, checkpoint))
            offered.push_back(option);
    return offered;
}

double startOf(const core::Option& option, const core::Checkpoint& checkpoint, int length)
{
    const int trained = checkpoint.model.config().trainingLength;
    switch (option.start) {
    case core::OptionStart::TrainingLength:
        return trained;
    case core::OptionStart::TimesTrainingLength:
        return length > trained ? double(length) / trained : 2.0;
    case core::OptionStart::Standard:
        break;
    }
    return option.smallest;
}

} // namespace

SwitchesPanel::SwitchesPanel(Session& session, std::size_t column, QWidget* parent)
    : QFrame(parent)
    , m_session(session)
    , m_column(column)
    , m_back(new QPushButton(tr("Take all switches back"), this))
{
    setFrameStyle(int(QFrame::StyledPanel) | int(QFrame::Plain));
    setAccessibleName(tr("Switches"));
    connect(m_back, &QPushButton::clicked, this, &SwitchesPanel::takeBack);
    connect(&m_interaction, &Interaction::started, &m_session, &Session::beginInteraction);
    connect(&m_interaction, &Interaction::finished, &m_session, &Session::endInteraction);
    hide();
}

void SwitchesPanel::build()
{
    for (SwitchRow* row : std::exchange(m_rows, {})) {
        row->hide();
        row->deleteLater(); // it may be what a person works with right now
    }
    for (const core::Option* option : offeredBy(*m_session.checkpoint(m_column))) {
        auto* row = new SwitchRow(*option, m_context, this);
        connect(row, &SwitchRow::changed, this, [this, row](bool oneOfMany) { take(*row, oneOfMany); });
        m_rows.push_back(row);
    }
    QWidget* before = nullptr;
    for (SwitchRow* row : m_rows) {
        row->show();
        if (before != nullptr)
            setTabOrder(before, row);
        before = row;
    }
    if (before != nullptr)
        setTabOrder(before, m_back);
    arrange();
}

// One after another, as many in a line as fit.
void SwitchesPanel::arrange()
{
    constexpr int margin = 6;
    constexpr int between = 14;
    std::vector<QWidget*> all(m_rows.begin(), m_rows.end());
    all.push_back(m_back);
    const int room = std::max(1, width() - 2 * margin);
    const int line = std::max(m_back->sizeHint().height(), m_rows.empty() ? 0 : m_rows.front()->sizeHint().height());
    QPoint at(margin, margin);
    for (QWidget* widget : all) {
        const int wanted = std::min(room, widget->sizeHint().width());
        if (at.x() > margin && at.x() + wanted > margin + room)
            at = {margin, at.y() + line + 4};
        widget->setGeometry(at.x(), at.y(), wanted, line);
        at.rx() += wanted + between;
    }
    const int needed = at.y() + line + margin;
    if (std::exchange(m_heightNeeded, needed) != needed)
        emit heightNeededChanged();
}

void SwitchesPanel::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        arrange();
}

void SwitchesPanel::showSetup()
{
    const auto checkpoint = m_session.checkpoint(m_column);
    if (checkpoint == nullptr)
        return;
    const core::ModelConfig& config = checkpoint->model.config();
    if (m_encoding != config.encoding || m_context != config.encodingContext()) {
        m_encoding = config.encoding;
        m_context = config.encodingContext();
        build();
    }
    const core::Column& column = m_session.setup().columns[m_column];
    for (SwitchRow* row : m_rows) {
        const core::Option& option = row->option();
        row->setValue(optionInForce(column, *checkpoint, option),
                      startOf(option, *checkpoint, m_session.setup().length));
        for (const SwitchRow* other : m_rows)
            if (other->option().key == option.needs)
                row->setEnabled(!optionInForce(column, *checkpoint, other->option()).is_null());
    }
}

// oneOfMany: a spin box sends many values while its arrow is held, which are one undo step.
void SwitchesPanel::take(const SwitchRow& row, bool oneOfMany)
{
    const auto checkpoint = m_session.checkpoint(m_column);
    if (checkpoint == nullptr)
        return;
    if (oneOfMany)
        m_interaction.beginOrContinue();
    else
        m_interaction.end();
    m_session.edit(tr("set %1").arg(words(row.option().label)), [&](core::Setup& setup) {
        setOption(setup.columns[m_column], *checkpoint, row.option(), row.value());
    });
    if (oneOfMany)
        m_interaction.endLater();
}

void SwitchesPanel::takeBack()
{
    m_interaction.end();
    m_session.edit(tr("take switches back"), [this](core::Setup& setup) {
        setup.columns[m_column].slopes.clear();
        setup.columns[m_column].options = core::Json::object();
    });
}

void SwitchesPanel::focusFirst()
{
    if (!m_rows.empty())
        m_rows.front()->setFocus(Qt::ShortcutFocusReason);
}

bool SwitchesPanel::event(QEvent* event)
{
    const bool key = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (!key || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape)
        return QFrame::event(event);
    event->accept(); // before the window's own Escape
    if (event->type() == QEvent::KeyPress)
        emit closeRequested();
    return true;
}

} // namespace ui
