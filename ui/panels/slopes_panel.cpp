// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/slopes_panel.h"

#include "ui/controls/slopes_editor.h"
#include "ui/views/view.h"

#include "ui/controls/text_line.h"

#include <QBoxLayout>

#include <algorithm>
#include <optional>

namespace ui {
namespace {

std::vector<double> ownSlopes(const core::Checkpoint& checkpoint)
{
    return checkpoint.model.encoding().options().at("alibi_slopes").get<std::vector<double>>();
}

// The head whose slope is another, when it is only one.
std::optional<int> onlyDifference(const std::vector<double>& a, const std::vector<double>& b)
{
    std::optional<int> only;
    for (std::size_t head = 0; head < std::min(a.size(), b.size()); ++head)
        if (a[head] != b[head]) {
            if (only)
                return std::nullopt;
            only = static_cast<int>(head);
        }
    return only;
}

QVector<double> toQVector(const std::vector<double>& values) { return {values.begin(), values.end()}; }

} // namespace

SlopesPanel::SlopesPanel(Session& session, Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_title(new TextLine(Qt::AlignLeft, this))
    , m_editor(new SlopesEditor(this))
{
    m_title->setText(tr("Slopes"), {});
    m_title->setToolTip(tr("Each head takes its slope times the distance from every score. Drag a handle or type a "
                           "number: the model runs again with it."));
    setMinimumWidth(13 * fontMetrics().height()); // narrower it would be cut
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 0, 4);
    layout->addWidget(m_title);
    layout->addWidget(m_editor, 1);
    connect(m_editor, &SlopesEditor::slopesChanged, this, &SlopesPanel::takeSlopes);
    connect(m_editor, &SlopesEditor::headClicked, this,
            [this](int head) { m_session.edit(tr("choose head"), [head](core::Setup& e) { e.view.head = head; }); });
    connect(m_editor, &SlopesEditor::interactionStarted, &session, &Session::beginInteraction);
    connect(m_editor, &SlopesEditor::interactionFinished, &session, &Session::endInteraction);
    connect(m_editor, &SlopesEditor::interactionStarted, this, [&comparison] { comparison.setDragging(true); });
    connect(m_editor, &SlopesEditor::interactionFinished, this, [&comparison] { comparison.setDragging(false); });
    connect(&session, &Session::setupChanged, this, &SlopesPanel::showSetup);
    connect(&session, &Session::chosenColumnChanged, this, &SlopesPanel::showSetup);
    connect(&comparison, &Comparison::columnChanged, this, &SlopesPanel::showTitle); // another name
}

std::optional<std::size_t> SlopesPanel::alibiColumn() const
{
    const auto isAlibi = [this](std::size_t c) {
        const auto checkpoint = m_session.checkpoint(c);
        return checkpoint != nullptr && checkpoint->model.config().encoding == "alibi";
    };
    if (isAlibi(m_session.chosenColumn()))
        return m_session.chosenColumn();
    for (std::size_t c = 0; c < m_session.setup().columns.size(); ++c)
        if (isAlibi(c))
            return c;
    return std::nullopt;
}

void SlopesPanel::showTitle()
{
    const auto column = alibiColumn();
    const bool known = column && *column < m_comparison.columns();
    m_title->setText(tr("Slopes"),
                     known ? QLatin1Char(' ') + tr("of %1").arg(m_comparison.column(*column).label) : QString());
}

void SlopesPanel::showSetup()
{
    const auto column = alibiColumn();
    showTitle();
    if (!column) {
        m_editor->setUnavailable(tr("No model here uses ALiBi, so there are no slopes to change."));
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
    const std::vector<double> own = ownSlopes(*m_session.checkpoint(*column));
    const std::vector<double> before = m_session.setup().columns[*column].slopes;
    const std::optional<int> head = onlyDifference(values, before.empty() ? own : before);
    if (values == own)
        values.clear(); // back where the checkpoint is
    m_session.edit(tr("change slopes"), [&](core::Setup& e) {
        e.columns[*column].slopes = values;
        if (head)
            e.view.head = *head; // what is changed is looked at
    });
}

View slopesView()
{
    return {.id = "slopes",
            .title = Views::tr("Slopes"),
            .place = Place::Left,
            .shortcut = QKeySequence(Qt::CTRL | Qt::Key_B),
            .shownAtFirst = true,
            .size = 230,
            .make = [](const ViewContext& context) { return new SlopesPanel(context.session, context.comparison); }};
}

} // namespace ui
