// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/slopes_panel.h"

#include "ui/controls/slopes_editor.h"
#include "ui/views/view.h"

#include <QBoxLayout>
#include <QLabel>

namespace ui {
namespace {

std::vector<double> ownSlopes(const core::Checkpoint& checkpoint)
{
    return checkpoint.model.encoding().options().at("alibi_slopes").get<std::vector<double>>();
}

QVector<double> toQVector(const std::vector<double>& values) { return {values.begin(), values.end()}; }

} // namespace

SlopesPanel::SlopesPanel(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_editor(new SlopesEditor(this))
{
    auto* title = new QLabel(tr("<b>Slopes</b> of the ALiBi model"), this);
    title->setToolTip(tr("Each head takes its slope times the distance from every score. Drag a handle or type a "
                         "number: the model runs again with it."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 0, 4);
    layout->addWidget(title);
    layout->addWidget(m_editor, 1);
    connect(m_editor, &SlopesEditor::slopesChanged, this, &SlopesPanel::takeSlopes);
    connect(m_editor, &SlopesEditor::interactionStarted, &session, &Session::beginInteraction);
    connect(m_editor, &SlopesEditor::interactionFinished, &session, &Session::endInteraction);
    connect(&session, &Session::setupChanged, this, &SlopesPanel::showSetup);
}

std::optional<std::size_t> SlopesPanel::alibiColumn() const
{
    for (std::size_t c = 0; c < m_session.setup().columns.size(); ++c)
        if (const auto checkpoint = m_session.checkpoint(c);
            checkpoint != nullptr && checkpoint->model.config().encoding == "alibi")
            return c;
    return std::nullopt;
}

void SlopesPanel::showSetup()
{
    const auto column = alibiColumn();
    if (!column) {
        m_editor->setUnavailable(tr("Neither model uses ALiBi, so there are no slopes to change."));
        return;
    }
    const std::vector<double> own = ownSlopes(*m_session.checkpoint(*column));
    const std::vector<double>& tried = m_session.setup().columns[*column].slopes;
    m_editor->setSlopes(toQVector(tried.empty() ? own : tried), toQVector(own));
}

void SlopesPanel::takeSlopes(const QVector<double>& slopes)
{
    const auto column = alibiColumn();
    if (!column)
        return;
    std::vector<double> values(slopes.begin(), slopes.end());
    if (values == ownSlopes(*m_session.checkpoint(*column)))
        values.clear(); // back where the checkpoint is
    m_session.edit(tr("change slopes"), [&](core::Setup& e) { e.columns[*column].slopes = values; });
}

View slopesView()
{
    return {.id = "slopes",
            .title = Views::tr("Slopes"),
            .place = Place::Left,
            .shortcut = QKeySequence(Qt::CTRL | Qt::Key_B),
            .shownAtFirst = true,
            .size = 215,
            .make = [](const ViewContext& context) { return new SlopesPanel(context.session); }};
}

} // namespace ui
