// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/column_panel.h"

#include "ui/controls/slope_text.h"
#include "ui/controls/switch_badge.h"
#include "ui/controls/text_line.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/panels/column_menu.h"
#include "ui/panels/grid_and_map.h"
#include "ui/panels/switches_panel.h"
#include "ui/view_models/head_labels.h"
#include "ui/view_models/measured_heads.h"
#include "ui/view_models/selection.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {
namespace {

constexpr int kMoment = 150; // ms: old numbers under a new name that nobody sees
constexpr int kNarrow = 400; // pixels: the name and its score need the room of the button's word

} // namespace

ColumnPanel::ColumnPanel(Session& session, Comparison& comparison, Selection& selection, const MeasuredHeads& heads,
                         std::size_t column, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_selection(selection)
    , m_heads(heads)
    , m_column(column)
    , m_chip(new QLabel(this))
    , m_title(new TextLine(Qt::AlignLeft, this))
    , m_open(new QToolButton(this))
    , m_menu(new QToolButton(this))
    , m_switches(new SwitchesPanel(session, column, this))
    , m_badge(new SwitchBadge(this))
    , m_grid(new HeadGrid(this))
    , m_map(new HeatmapView(this))
    , m_pictures(new GridAndMap(*m_grid, *m_map, this))
{
    m_chip->setFixedSize(14, 14);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(6);
    heading->addWidget(m_chip);
    heading->addWidget(m_title, 1);
    heading->addWidget(m_open);
    heading->addWidget(m_menu);
    m_menu->setText(QStringLiteral("⋮"));
    m_menu->setToolTip(tr("This column: another model, its place, a difference, its end"));
    m_menu->setAccessibleName(tr("Column menu"));
    m_menu->setAutoRaise(true);
    m_menu->setFocusPolicy(Qt::StrongFocus);
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    auto* menu = new QMenu(m_menu);
    m_menu->setMenu(menu);
    const auto act = [this](const QString& action) {
        m_session.chooseColumn(m_column);
        emit actionWanted(action);
    };
    const auto fill = [=, this] { fillColumnMenu(*menu, m_session, m_comparison, m_column, act); };
    connect(menu, &QMenu::aboutToShow, this, fill);
    fill(); // an empty menu would not open
    m_grid->installEventFilter(this);
    m_map->installEventFilter(this);
    m_open->setText(tr("Switches"));
    m_open->setAccessibleName(m_open->text());
    m_open->setToolTip(tr("Switch how this trained model attends, without training: stretch, window, bias …"));
    m_open->setAutoRaise(true);
    m_open->setArrowType(Qt::DownArrow);
    m_open->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_open->setFocusPolicy(Qt::StrongFocus);
    m_open->setCheckable(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 0);
    layout->setSpacing(4);
    layout->addLayout(heading);
    layout->addWidget(m_switches);
    layout->addWidget(m_badge);
    layout->addWidget(m_pictures, 1);

    m_behind.setSingleShot(true);
    m_behind.setInterval(kMoment);
    connect(&m_behind, &QTimer::timeout, this, [this] {
        m_late = isBehind();
        showTitle();
    });
    connect(m_open, &QToolButton::clicked, this, [this](bool unfolded) {
        emit switchesWanted(unfolded);
        if (unfolded)
            m_switches->focusFirst();
    });
    connect(m_switches, &SwitchesPanel::closeRequested, this, [this] {
        m_open->setFocus(Qt::OtherFocusReason);
        emit switchesWanted(false);
    });
    connect(m_badge, &SwitchBadge::clearRequested, m_switches, &SwitchesPanel::takeBack);
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
    connect(m_grid, &HeadGrid::menuWanted, this, [this](int layer, int head, QPoint at) {
        openHeadMenu({layer, head}, at);
    });
    const auto tell = [this](auto signal, void (Selection::*what)(std::size_t, const Selection::Cell&)) {
        connect(m_map, signal, this, [this, what](int query, int key) { (m_selection.*what)(m_column, {query, key}); });
    };
    tell(&HeatmapView::hovered, &Selection::point);
    tell(&HeatmapView::cellClicked, &Selection::choose);
    tell(&HeatmapView::pinWanted, &Selection::togglePin);
    connect(m_map, &HeatmapView::hoverLeft, &m_selection, &Selection::stopPointing);
    connect(m_map, &HeatmapView::lockReleased, &m_selection, &Selection::release);
    connect(m_map, &HeatmapView::unpinWanted, &m_selection, &Selection::unpin);
    connect(m_map, &HeatmapView::regionRequested, this, &ColumnPanel::requestRegion);
}

QMenu* ColumnPanel::menu() const { return m_menu->menu(); }

const ColumnState* ColumnPanel::state() const
{
    return m_column < m_comparison.columns() ? &m_comparison.column(m_column) : nullptr;
}

QString ColumnPanel::title(Words words) const
{
    const ColumnState* column = state();
    if (column == nullptr || column->label.isEmpty())
        return tr("reading the model …");
    const QString separator = QStringLiteral(" · ");
    QString text = column->label;
    if (words == Words::All && column->longestInput <= core::kLongestLength)
        text += separator + tr("reads at most %1").arg(column->longestInput);
    const QString score = scoreText(*column, words);
    return score.isEmpty() ? text : text + separator + score;
}

// The tokens that are read now, and where the curve knows it the whole text read so many at a time: two numbers that
// are easily taken for one.
QString ColumnPanel::scoreText(const ColumnState& column, Words words) const
{
    if (m_late)
        return QStringLiteral("…");
    const bool bytes = m_comparison.inBytes();
    const double here = bytes ? column.bitsPerByte() : column.perplexity();
    if (!std::isfinite(here))
        return {};
    if (words == Words::Fewest)
        return (bytes ? tr("%1 bpb", "bits per byte") : tr("ppl %1", "perplexity")).arg(plainNumber(here));
    if (words == Words::Few)
        return (bytes ? tr("%1 bits per byte") : tr("perplexity %1")).arg(plainNumber(here));
    const QString text = (bytes ? tr("%1 bits per byte on these %n token(s)", nullptr, column.length)
                                : tr("perplexity %1 on these %n token(s)", nullptr, column.length))
                             .arg(plainNumber(here));
    const auto whole = column.scores.find(column.length);
    const bool known =
        whole != column.scores.end() && column.switches == m_session.setup().columns[m_column].switches();
    if (words == Words::All && known)
        return tr("%1, %2 on the whole text")
            .arg(text, plainNumber(bytes ? whole->second.bitsPerByte : whole->second.perplexity));
    return text;
}

bool ColumnPanel::isBehind() const
{
    const ColumnState* column = state();
    return column != nullptr && column->trace != nullptr && column->error.isEmpty() &&
           column->traceSwitches != m_session.setup().columns[m_column].switches();
}

// In a narrow column the perplexity matters more than what the lines in the pictures say anyway.
void ColumnPanel::showTitle()
{
    const ColumnState* column = state();
    if (column == nullptr)
        return;
    if (!isBehind()) {
        m_behind.stop();
        m_late = false;
    } else if (!m_late && !m_behind.isActive()) {
        m_behind.start();
    }
    m_open->setToolButtonStyle(width() < kNarrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    const auto rest = [&](Words words) { return title(words).mid(column->label.size()); };
    const Words before = m_words;
    for (const Words words : {Words::All, Words::Fewer, Words::Few, Words::Fewest}) {
        m_words = words;
        if (m_title->widthOf(column->label, rest(words)) <= m_title->width())
            break;
    }
    m_title->setText(column->label, rest(std::max(m_words, m_mostWords)));
    if (m_words != before)
        emit wordsChanged();
}

void ColumnPanel::setMostWords(Words words)
{
    if (std::exchange(m_mostWords, words) != words)
        showTitle();
}

void ColumnPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showTitle();
    emit resized();
}

// Of several columns the chosen one has a line at its top.
void ColumnPanel::paintEvent(QPaintEvent*)
{
    if (m_comparison.columns() < 2 || m_session.chosenColumn() != m_column || state() == nullptr)
        return;
    QPainter painter(this);
    painter.fillRect(QRect(4, 0, width() - 8, 2), legibleOn(state()->colour, palette().color(QPalette::Window)));
}

void ColumnPanel::mousePressEvent(QMouseEvent* event)
{
    m_session.chooseColumn(m_column);
    QWidget::mousePressEvent(event);
}

bool ColumnPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonPress)
        m_session.chooseColumn(m_column);
    return QWidget::eventFilter(watched, event);
}

void ColumnPanel::showChosen() { update(0, 0, width(), 3); }

int ColumnPanel::neededBadgeHeight() const
{
    if (m_comparison.switches(m_column).isEmpty())
        return 0;
    const int wide = std::max(1, width() - layout()->contentsMargins().left() - layout()->contentsMargins().right());
    return m_badge->hasHeightForWidth() ? m_badge->heightForWidth(wide) : m_badge->sizeHint().height();
}

void ColumnPanel::setBadgeHeight(int height)
{
    QSizePolicy policy = m_badge->sizePolicy();
    policy.setRetainSizeWhenHidden(height > 0);
    m_badge->setSizePolicy(policy);
    height > 0 ? m_badge->setFixedHeight(height) : void(m_badge->setMinimumHeight(0));
    if (height == 0)
        m_badge->setMaximumHeight(QWIDGETSIZE_MAX);
}

void ColumnPanel::showAll()
{
    if (state() == nullptr)
        return;
    showColumn();
    showTokens();
    showSetup();
    for (int layer = 0; layer < state()->layers; ++layer)
        showThumbnails(layer);
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
    const QColor colour = legibleOn(column->colour, palette().color(QPalette::Window));
    const QString chip = QStringLiteral("background: %1; border-radius: 7px").arg(colour.name());
    if (m_chip->styleSheet() != chip)
        m_chip->setStyleSheet(chip);
    showTitle();
    m_title->setToolTip(
        QStringList{title(), tr("Trained on %1 tokens at a time.").arg(column->trainingLength), column->about,
                    tr("“On these tokens”: how well the tokens on screen are predicted. “On the whole text”: how well "
                       "all of it is, read so many tokens at a time, as the curve below shows.")}
            .join(QStringLiteral("\n\n")));
    if (m_grid->layers() != column->layers || m_grid->heads() != column->heads) {
        m_grid->setShape(column->layers, column->heads);
        showSetup();
    }
    m_grid->setAccent(colour);
    m_grid->setHeadCaptions(headCaptions());
    showMarks();
    m_map->setAccent(colour);
    m_map->setTrainingLength(column->trainingLength);
    if (m_shownLength != column->length)
        showTokens();
    showDetail();
}

void ColumnPanel::followScale()
{
    const ColumnState* column = state();
    if (column == nullptr || column->thumbnails.empty() || m_comparison.thumbnailScale(m_column, 0, 0) == m_shownScale)
        return;
    m_shownScale = m_comparison.thumbnailScale(m_column, 0, 0);
    for (int layer = 0; layer < column->layers; ++layer)
        showThumbnails(layer);
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

void ColumnPanel::showMarks()
{
    if (const ColumnState* column = state())
        m_grid->setMarks(headMarks(m_session, *column, m_labelled ? m_heads.of(*column) : nullptr));
}

void ColumnPanel::setLabelled(bool labelled)
{
    m_labelled = labelled;
    m_grid->setLabels(labelled ? shortestLabels() : QStringList());
    showMarks();
}

void ColumnPanel::openHeadMenu(const core::HeadPlace& head, const QPoint& at)
{
    auto* menu = new QMenu(m_grid);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillHeadMenu(*menu, m_session, m_column, head);
    menu->popup(at);
}

void ColumnPanel::showTokens()
{
    const ColumnState* column = state();
    if (column == nullptr || column->labels == nullptr)
        return;
    m_shownLength = column->length;
    m_map->setTokens(column->labels->mid(0, column->length));
    showSelection(); // a cell that is there again
}

void ColumnPanel::showDetail()
{
    const ColumnState* column = state();
    if (column == nullptr)
        return;
    const Comparison::ShownMap shown = m_comparison.shownDetail(m_column);
    m_map->setMessage(column->error.isEmpty() ? shown.message : column->error);
    m_map->setTitle(shown.title);
    m_map->setValueLabel(shown.valueLabel);
    m_map->setMap(shown.map, shown.scale, shown.colourMapId);
    showReadout(); // the numbers of a cell that stays are others now
}

void ColumnPanel::showThumbnails(int layer)
{
    const ColumnState* column = state();
    if (column == nullptr)
        return;
    m_grid->setNote(m_comparison.thumbnailScaleText(m_column));
    for (int head = 0; head < column->heads; ++head) {
        const auto at = static_cast<std::size_t>(layer * column->heads + head);
        const auto& map = column->thumbnails[at];
        if (map == nullptr) {
            m_grid->setThumbnail(layer, head, nullptr, {}, "viridis");
            continue;
        }
        const core::ColourScale scale = m_comparison.thumbnailScale(m_column, layer, head);
        m_grid->setThumbnail(layer, head, map, scale,
                             std::string(core::defaultColourMapId(map->request.stage, scale.ends())));
    }
}

void ColumnPanel::showSetup()
{
    const core::MapView& view = m_session.setup().view;
    if (const ColumnState* column = state(); column != nullptr && column->heads > 0)
        m_grid->setSelected(std::clamp(view.layer, 0, column->layers - 1), std::clamp(view.head, 0, column->heads - 1));
    m_grid->setHeadCaptions(headCaptions());
    showMarks();
    showTitle(); // its numbers may be of other switches for a while
    if (view.region)
        m_map->setRegion(m_comparison.sameRegion(0, m_column, *view.region));
    m_grid->setNote(m_comparison.thumbnailScaleText(m_column));
    m_switches->showSetup();
    showSwitches();
}

void ColumnPanel::unfoldSwitches(bool unfolded)
{
    m_open->setChecked(unfolded);
    m_open->setArrowType(unfolded ? Qt::UpArrow : Qt::DownArrow);
    m_switches->setVisible(unfolded);
}

void ColumnPanel::showSwitches()
{
    QStringList switches;
    QStringList about;
    for (const ShownSwitch& shown : m_comparison.switches(m_column)) {
        switches.append(shown.text);
        about.append(shown.about);
    }
    m_badge->setSwitches(switches, about);
}

void ColumnPanel::showSelection()
{
    m_map->setLocked(m_selection.chosen(m_column));
    m_map->setCrosshair(m_selection.pointed(m_column));
    m_map->setPinned(m_selection.pinned(m_column));
    showReadout();
}

void ColumnPanel::showReadout()
{
    const auto cell = m_map->crosshair();
    const Comparison::Readout readout =
        cell ? m_comparison.readout(m_column, cell->query, cell->key) : Comparison::Readout();
    m_map->setReadout(readout.whole, readout.brief);
}

void ColumnPanel::requestRegion(const core::Region& region)
{
    const ColumnState* column = state();
    if (column == nullptr)
        return;
    const bool whole = region.firstQuery == 0 && region.firstKey == 0 && region.queries >= column->length &&
                       region.keys >= column->length;
    m_session.adjust([&](core::Setup& e) {
        e.view.region = whole ? std::nullopt : std::optional(m_comparison.sameRegion(m_column, 0, region));
    });
}

} // namespace ui
