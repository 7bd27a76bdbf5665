// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/cell_panel.h"

#include "ui/plot/sum_view.h"
#include "ui/settings/look.h"
#include "ui/view_models/cell_content.h"
#include "ui/views/view.h"

#include <QBoxLayout>
#include <QLabel>
#include <QScrollArea>

namespace ui {

CellPanel::CellPanel(Session& session, Comparison& comparison, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_selection(selection)
    , m_hint(new QLabel(this))
    , m_refresh(*this, 0, Refresh::When::Soon, [this] { showSums(); })
{
    m_hint->setWordWrap(true);
    m_hint->setText(tr("Point at a cell of a map: the sum behind its weight stands here. A click keeps the cell, a "
                       "second click on it (or P) pins it, so that others can be compared with it; Escape lets go."));
    auto* page = new QWidget;
    m_list = new QVBoxLayout(page);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(look::kNear);
    m_list->addWidget(m_hint);
    m_list->addStretch(1);
    auto* area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(page);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::kNear, 0, look::kNear, look::kNear);
    layout->addWidget(area);
    setMinimumWidth(220);

    m_refresh.on(selection, &Selection::changed);
    m_refresh.on(session, &Session::setupChanged);
    m_refresh.on(comparison, &Comparison::columnChanged);
    m_refresh.on(comparison, &Comparison::tokensChanged);
    m_refresh.on(comparison, &Comparison::detailsChanged);
}

void CellPanel::showSums()
{
    while (m_sums.size() > m_comparison.columns()) {
        delete m_sums.back();
        m_sums.pop_back();
    }
    while (m_sums.size() < m_comparison.columns()) {
        m_sums.push_back(new SumView(this));
        m_list->insertWidget(static_cast<int>(m_sums.size()), m_sums.back());
    }
    bool any = false;
    for (std::size_t c = 0; c < m_sums.size(); ++c) {
        const auto cell = m_selection.shown(c);
        const auto content =
            cell ? cellContent(m_session, m_comparison, c, *cell, m_selection.pinned(c)) : std::optional<SumContent>();
        if (content)
            m_sums[c]->setContent(*content);
        m_sums[c]->setVisible(content.has_value());
        any = any || content;
    }
    m_hint->setVisible(!any);
}

View cellView()
{
    return {.id = "cell",
            .title = Views::tr("Cell"),
            .place = Place::Right,
            .shortcut = QKeySequence(Qt::CTRL | Qt::Key_I),
            .size = 340,
            .figure = "cell",
            .make = [](const ViewContext& context) {
                return new CellPanel(context.session, context.comparison, context.selection);
            }};
}

} // namespace ui
