// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/column_panel.h"

#include "ui/controls/slope_text.h"
#include "ui/controls/switch_badge.h"
#include "ui/controls/text_line.h"
#include "ui/figure/plain_number.h"
#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/panels/grid_and_map.h"
#include "ui/panels/switches_panel.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QToolButton>

#include <cmath>

namespace ui {

ColumnPanel::ColumnPanel(Session& session, Comparison& comparison, std::size_t column, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_column(column)
    , m_chip(new QLabel(this))
    , m_title(new TextLine(Qt::AlignLeft, this))
    , m_open(new QToolButton(this))
    , m_switches(new SwitchesPanel(session, column, this))
    , m_changes(new SwitchBadge(this))
    , m_grid(new HeadGrid(this))
    , m_map(new HeatmapView(this))
{
    m_chip->setFixedSize(14, 14);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(6);
    heading->addWidget(m_chip);
    heading->addWidget(m_title, 1);
    heading->addWidget(m_open);
    m_open->setText(tr("Switches"));
    m_open->setToolTip(tr("Change how this trained model attends, without training: stretch, window, bias …"));
    m_open->setAutoRaise(true);
    m_open->setArrowType(Qt::DownArrow);
    m_open->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_open->setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 0);
    layout->setSpacing(4);
    layout->addLayout(heading);
    layout->addWidget(m_changes);
    layout->addWidget(new GridAndMap(*m_grid, *m_map, this), 1);

    connect(m_open, &QToolButton::clicked, this, [this] { m_switches->openBelow(*m_open); });
    connect(m_changes, &SwitchBadge::clearRequested, m_switches, &SwitchesPanel::takeBack);
    connect(m_grid, &HeadGrid::headHovered, this,
            [this](int layer, int head) { m_session.preview(std::pair(layer, head)); });
    connect(m_grid, &HeadGrid::headHoverLeft, this, [this] { m_session.preview(std::nullopt); });
    connect(m_grid, &HeadGrid::headSelected, this, [this](int layer, int head) {
        m_session.preview(std::nullopt);
        m_session.edit(tr("choose head"), [&](core::Setup& e) {
            e.view.layer = layer;
            e.view.head = head;
        });
    });
    for (const auto shown : {&HeatmapView::hovered, &HeatmapView::cellClicked})
        connect(m_map, shown, this, [this](int query, int key) {
            showReadout();
            emit cellShown(query, key);
        });
    connect(m_map, &HeatmapView::hoverLeft, this, &ColumnPanel::cellHidden);
    connect(m_map, &HeatmapView::lockReleased, this, &ColumnPanel::cellHidden);
    connect(m_map, &HeatmapView::regionRequested, this, &ColumnPanel::requestRegion);
}

const ColumnState* ColumnPanel::state() const
{
    return m_column < m_comparison.columns() ? &m_comparison.column(m_column) : nullptr;
}

QString ColumnPanel::title(bool brief) const
{
    const ColumnState* column = state();
    if (column == nullptr || column->label.isEmpty())
        return tr("reading the model …");
    QString text = column->label;
    if (!brief)
        text += tr(" · trained at %1").arg(column->trainingLength);
    if (!brief && column->longestInput <= core::kLongestLength)
        text += tr(" · reads at most %1").arg(column->longestInput);
    if (std::isfinite(column->perplexity()))
        text += tr(" · perplexity %1 at %2").arg(plainNumber(column->perplexity())).arg(column->length);
    return text;
}

// In a narrow column the perplexity matters more than what the lines in the pictures say anyway.
void ColumnPanel::showTitle()
{
    const ColumnState* column = state();
    if (column == nullptr)
        return;
    const auto rest = [&](bool brief) { return title(brief).mid(column->label.size()); };
    const bool brief = m_title->widthOf(column->label, rest(false)) > m_title->width();
    m_title->setText(column->label, rest(brief));
}

void ColumnPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showTitle();
}

void ColumnPanel::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && event->position().y() <= m_title->geometry().bottom())
        emit fillRequested();
}

void ColumnPanel::showColumn()
{
    const ColumnState* column = state();
    if (column == nullptr)
        return;
    const QString chip = QStringLiteral("background: %1; border-radius: 7px").arg(column->colour.name());
    if (m_chip->styleSheet() != chip)
        m_chip->setStyleSheet(chip);
    showTitle();
    m_title->setToolTip(title() + QStringLiteral("\n\n") + column->about);
    if (m_grid->layers() != column->layers || m_grid->heads() != column->heads) {
        m_grid->setShape(column->layers, column->heads);
        showSetup();
    }
    m_grid->setAccent(column->colour);
    m_grid->setHeadCaptions(headCaptions());
    m_map->setAccent(column->colour);
    m_map->setTrainingLength(column->trainingLength);
    if (m_shownLength != column->length)
        showTokens();
    showDetail();
}

QStringList ColumnPanel::headCaptions() const
{
    const ColumnState* column = state();
    QStringList captions;
    if (column == nullptr || column->encoding != QLatin1String("alibi") || m_session.checkpoint(m_column) == nullptr)
        return captions;
    for (const double slope : slopesInForce(m_session.setup().columns[m_column], *m_session.checkpoint(m_column)))
        captions.append(formatSlope(slope));
    return captions;
}

void ColumnPanel::showTokens()
{
    const ColumnState* column = state();
    if (column == nullptr || column->labels == nullptr)
        return;
    m_shownLength = column->length;
    m_map->setTokens(column->labels->mid(0, column->length));
}

void ColumnPanel::showDetail()
{
    const ColumnState* column = state();
    if (column == nullptr)
        return;
    QString message = column->error;
    if (message.isEmpty() && column->detail && column->detail->request.stage == core::Stage::Bias && !column->biases)
        message = tr("%1 adds nothing to the scores").arg(column->label);
    m_map->setMessage(message);
    const Comparison::ShownMap shown = m_comparison.shownDetail(m_column);
    m_map->setTitle(shown.title);
    m_map->setValueLabel(shown.valueLabel);
    m_map->setMap(shown.map, shown.range, shown.colourMapId);
    showReadout(); // the numbers of a cell that stays are others now
}

void ColumnPanel::showThumbnails(int layer)
{
    const ColumnState* column = state();
    if (column == nullptr)
        return;
    for (int head = 0; head < column->heads; ++head) {
        const auto at = static_cast<std::size_t>(layer * column->heads + head);
        const auto& map = column->thumbnails[at];
        if (map == nullptr) {
            m_grid->setThumbnail(layer, head, nullptr, {}, "viridis");
            continue;
        }
        // Each head on a scale of its own: one scale for all would leave the flat ones black.
        const core::ValueRange& range = column->thumbnailRanges[at];
        m_grid->setThumbnail(layer, head, map, range, std::string(core::defaultColourMapId(map->request.stage, range)));
    }
}

void ColumnPanel::showSetup()
{
    const core::MapView& view = m_session.setup().view;
    m_grid->setSelected(view.layer, view.head);
    m_grid->setHeadCaptions(headCaptions());
    if (view.region)
        m_map->setRegion(*view.region);
    m_switches->showSetup();
    showChanges();
}

void ColumnPanel::showChanges()
{
    QStringList changes;
    QStringList about;
    for (const ModelChange& change : m_comparison.changes(m_column)) {
        changes.append(change.text);
        about.append(change.about);
    }
    m_changes->setChanges(changes, about);
}

void ColumnPanel::showLinkedCell(const std::optional<HeatmapView::Cell>& cell)
{
    m_map->setCrosshair(cell);
    showReadout();
}

void ColumnPanel::showReadout()
{
    const auto cell = m_map->crosshair();
    m_map->setReadout(cell ? m_comparison.readout(m_column, cell->query, cell->key) : QString());
}

void ColumnPanel::requestRegion(const core::Region& region)
{
    m_session.adjust([&](core::Setup& e) {
        const bool whole =
            region.firstQuery == 0 && region.firstKey == 0 && region.queries >= e.length && region.keys >= e.length;
        e.view.region = whole ? std::nullopt : std::optional(region);
    });
}

} // namespace ui
