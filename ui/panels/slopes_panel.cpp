// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/slopes_panel.h"

#include "core/position/alibi.h"
#include "core/position/slope_rules.h"
#include "ui/controls/slopes_editor.h"
#include "ui/controls/text_line.h"
#include "ui/figure/origin.h"
#include "ui/session/column_edits.h"
#include "ui/view_models/switches.h"
#include "ui/views/view.h"

#include <QBoxLayout>

#include <algorithm>
#include <optional>

namespace ui {
namespace {

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
                           "number: the model runs again with it.") +
                        QStringLiteral("\n\n") + originAbout(Origin::Formula));
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

void SlopesPanel::showTitle()
{
    const auto column = alibiColumn(m_session);
    const bool known = column && *column < m_comparison.columns();
    QString rest = known ? QLatin1Char(' ') + tr("of %1").arg(m_comparison.column(*column).label) : QString();
    if (column && m_session.checkpoint(*column) != nullptr) {
        const std::vector<double> slopes =
            slopesInForce(m_session.setup().columns[*column], *m_session.checkpoint(*column));
        const bool official = slopes == core::officialSlopes(static_cast<int>(slopes.size()));
        const QString whose = QStringLiteral(" · ") + (official ? originText(Origin::Formula) : tr("set by hand"));
        const bool fits = m_title->widthOf(tr("Slopes"), rest + whose) <= m_title->width();
        rest += fits || !official ? whose : QStringLiteral(" · ") + originMark(Origin::Formula);
    }
    m_title->setText(tr("Slopes"), rest);
}

void SlopesPanel::showSetup()
{
    const auto column = alibiColumn(m_session);
    showTitle();
    if (!column) {
        m_editor->setUnavailable(tr("No model here uses ALiBi, so there are no slopes to change."));
        return;
    }
    const std::vector<double> own = ownSlopes(*m_session.checkpoint(*column));
    m_editor->setSlopes(toQVector(slopesOf(m_session.setup().columns[*column], *m_session.checkpoint(*column))),
                        toQVector(own));
    m_editor->setShownHead(m_session.shownView(*column).head);
}

void SlopesPanel::takeSlopes(const QVector<double>& slopes)
{
    const auto column = alibiColumn(m_session);
    if (!column)
        return;
    const std::vector<double> values(slopes.begin(), slopes.end());
    const auto checkpoint = m_session.checkpoint(*column);
    const std::optional<int> head = onlyDifference(values, slopesOf(m_session.setup().columns[*column], *checkpoint));
    m_session.edit(tr("change slopes"), [&](core::Setup& e) {
        setSlopes(e.columns[*column], *checkpoint, values);
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
            .figure = "slopes",
            .make = [](const ViewContext& context) { return new SlopesPanel(context.session, context.comparison); }};
}

} // namespace ui
