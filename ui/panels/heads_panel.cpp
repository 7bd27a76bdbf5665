// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/heads_panel.h"

#include "ui/controls/duration.h"
#include "ui/controls/plain_text_key.h"
#include "ui/controls/text_line.h"
#include "ui/figure/plain_number.h"
#include "ui/plot/scatter_view.h"
#include "ui/settings/look.h"
#include "ui/view_models/head_scatter.h"
#include "ui/views/view.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <tuple>
#include <utility>

namespace ui {
namespace {

constexpr int kTall = 420;       // pixels
constexpr int kHeadsDelay = 150; // ms

} // namespace

HeadsPanel::HeadsPanel(Session& session, Comparison& comparison, MeasuredHeads& heads, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_heads(heads)
    , m_state(new TextLine(Qt::AlignLeft, this))
    , m_filter(new QLineEdit(this))
    , m_without(new QPushButton(tr("Perplexity without each head"), this))
    , m_progress(new QProgressBar(this))
    , m_parts(new QSplitter(Qt::Horizontal, this))
    , m_table(new QTableView(this))
    , m_nothing(new QLabel(m_table->viewport()))
    , m_plot(new QWidget(this))
    , m_scatter(new ScatterView(m_plot))
    , m_x(new QComboBox(m_plot))
    , m_y(new QComboBox(m_plot))
    , m_colour(new QComboBox(m_plot))
    , m_model(new HeadsModel(this))
    , m_order(new QSortFilterProxyModel(this))
    , m_refresh(*this, kHeadsDelay, Refresh::When::AtRest, [this] { m_heads.measure(); })
{
    m_filter->setPlaceholderText(tr("Filter by model"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(180);
    m_without->setToolTip(tr("Switches the heads off one after the other and measures how well the text is predicted "
                             "then, read as many tokens at a time as are shown"));
    m_progress->setMaximumWidth(140);
    m_progress->setMaximumHeight(fontMetrics().height());
    m_progress->hide();
    m_order->setSourceModel(m_model);
    m_order->setSortRole(HeadsModel::kSortRole);
    m_order->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_order);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // as they stand in the models, at first
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Heads"));
    m_table->verticalHeader()->setSectionsClickable(false);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    m_table->installEventFilter(this);
    auto* line = new QHBoxLayout;
    line->addWidget(m_state, 1);
    line->addWidget(m_progress);
    line->addWidget(m_filter);
    line->addWidget(m_without);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::kNear, 0, look::kNear, look::kNear);
    layout->setSpacing(look::kNear);
    layout->addLayout(line);
    m_parts->setChildrenCollapsible(true); // either may be pushed aside
    m_parts->addWidget(m_table);
    m_parts->addWidget(m_plot);
    connect(m_parts, &QSplitter::splitterMoved, this, [this] { m_divided = true; });
    layout->addWidget(m_parts, 1);
    buildScatter();
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setMargin(look::kApart);
    m_nothing->hide();
    auto* over = new QVBoxLayout(m_table->viewport());
    over->setContentsMargins(0, 0, 0, 0);
    over->addWidget(m_nothing);

    m_watch.setInterval(100);
    connect(&m_watch, &QTimer::timeout, this, &HeadsPanel::showState);
    m_refresh.on(comparison, &Comparison::columnChanged);
    m_refresh.on(comparison, &Comparison::detailsChanged);
    m_refresh.on(session, &Session::modelsChanged);
    connect(&session, &Session::setupChanged, this, &HeadsPanel::showHead);
    connect(&session, &Session::chosenColumnChanged, this, &HeadsPanel::showHead);
    connect(m_filter, &QLineEdit::textChanged, m_order, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_filter, &QLineEdit::textChanged, m_table, &QTableView::scrollToTop);
    connect(m_filter, &QLineEdit::textChanged, this, &HeadsPanel::showFiltered);
    connect(m_table->horizontalHeader(), &QHeaderView::sortIndicatorChanged, m_table, &QTableView::scrollToTop,
            Qt::QueuedConnection); // when they are sorted
    connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this, &HeadsPanel::divide, Qt::QueuedConnection);
    connect(m_without, &QPushButton::clicked, this, [this] {
        m_heads.measureWithout();
        showState();
    });
    connect(&heads, &MeasuredHeads::changed, this, &HeadsPanel::showRows);
    connect(&heads, &MeasuredHeads::ended, this, &HeadsPanel::showEnding);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HeadsPanel::chooseHead);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HeadsPanel::showPoint);
    connect(m_order, &QAbstractItemModel::layoutChanged, this, &HeadsPanel::showFiltered); // sorted otherwise
}

// The axes stand beside the plot: the view is wide and low.
void HeadsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    divide();
}

// The table has what its columns need, and the plot a third at least; filling the window they stand below each other.
void HeadsPanel::divide()
{
    const bool tall = height() >= kTall;
    m_parts->setOrientation(tall ? Qt::Vertical : Qt::Horizontal);
    if (m_divided)
        return;
    if (tall) {
        m_parts->setSizes({height() / 2, height() / 2});
        return;
    }
    const int needed = m_table->horizontalHeader()->length() + m_table->verticalHeader()->width() +
                       2 * m_table->frameWidth() + m_table->verticalScrollBar()->sizeHint().width();
    const QMargins around = layout()->contentsMargins();
    const int room = width() - around.left() - around.right() - m_parts->handleWidth();
    const int table = m_table->horizontalHeader()->length() > 0 ? std::min(needed, 2 * room / 3) : room / 2;
    m_parts->setSizes({table, room - table});
}

void HeadsPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        m_table->resizeColumnsToContents();
}

void HeadsPanel::buildScatter()
{
    m_scatter->setAccessibleName(tr("Heads as points over two of their numbers; arrows go from one to the next"));
    auto* axes = new QGridLayout;
    axes->setContentsMargins(0, 0, 0, 0);
    axes->setSpacing(look::kNear);
    m_colour->addItem(tr("the column"), -1);
    int line = 0;
    for (const auto& [box, name, about, start] :
         {std::tuple(m_y, tr("Up"), tr("What the scatter shows upwards"), "mean_distance"),
          {m_x, tr("Across"), tr("What the scatter shows across"), "entropy"},
          {m_colour, tr("Colour"), tr("What the colours inside the points stand for"), "previous_token"}}) {
        const auto measures = headMeasureList();
        for (std::size_t i = 0; i < measures.size(); ++i) {
            box->addItem(measures[i].title(), int(i));
            box->setItemData(box->count() - 1, measures[i].about(), Qt::ToolTipRole);
            if (std::string_view(measures[i].id) == start)
                box->setCurrentIndex(box->count() - 1);
        }
        box->setAccessibleName(about);
        box->setToolTip(about);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(9);
        auto* label = new QLabel(name, m_plot);
        label->setBuddy(box);
        axes->addWidget(label, line, 0);
        axes->addWidget(box, line++, 1);
        connect(box, &QComboBox::activated, this, &HeadsPanel::showFiltered);
    }
    axes->setRowStretch(line, 1);
    auto* layout = new QHBoxLayout(m_plot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::kNear);
    layout->addLayout(axes);
    layout->addWidget(m_scatter, 1);
    connect(m_scatter, &ScatterView::pointChosen, this,
            [this](int point) { m_table->setCurrentIndex(m_order->index(point, 0)); });
}

void HeadsPanel::showRows()
{
    const int before = m_model->rowCount();
    m_model->setRows(m_heads.rows());
    if (m_model->rowCount() != before) // not with every number: that takes 40 ms
        m_table->resizeColumnsToContents();
    showFiltered();
    showHead();
    showState();
}

// Point n is row n of the table.
void HeadsPanel::showFiltered()
{
    QVector<HeadRow> rows;
    for (int row = 0; row < m_order->rowCount(); ++row)
        rows.append(m_model->row(m_order->mapToSource(m_order->index(row, 0)).row()));
    const QString nothing = rows.isEmpty() && m_model->rowCount() > 0
                                ? tr("No head matches “%1”.").arg(m_filter->text().simplified().left(40))
                                : QString();
    m_nothing->setText(nothing);
    m_nothing->setVisible(!nothing.isEmpty());
    const auto measures = headMeasureList();
    const auto chosen = [&](const QComboBox* box) { return std::size_t(box->currentData().toInt()); };
    ScatterContent content = headScatter(rows, measures[chosen(m_x)], measures[chosen(m_y)],
                                         m_colour->currentData().toInt() < 0 ? nullptr : &measures[chosen(m_colour)]);
    if (!nothing.isEmpty())
        content.message = nothing;
    m_scatter->setContent(std::move(content), headTexts(rows));
    showPoint();
}

void HeadsPanel::showPoint()
{
    const QModelIndex index = m_table->currentIndex();
    m_scatter->setChosen(index.isValid() ? std::optional(index.row()) : std::nullopt);
}

void HeadsPanel::showState()
{
    const bool busy = m_heads.isBusy();
    if (busy && !m_watch.isActive())
        m_watch.start();
    if (!busy)
        m_watch.stop();
    m_progress->setVisible(busy);
    m_progress->setValue(static_cast<int>(100.0 * m_heads.done()));
    m_without->setEnabled(!m_heads.isSwitching() && !m_heads.isEmpty());
    const std::optional<double> left = m_heads.secondsLeft();
    QStringList whole; // what the changes are measured from
    for (std::size_t c = 0; c < m_comparison.columns(); ++c)
        if (const double all = m_heads.whole(m_comparison.column(c)); !std::isnan(all))
            whole.append(QStringLiteral("%1 %2").arg(m_comparison.column(c).label, plainNumber(all)));
    const int length = m_comparison.shownLength();
    QString text = tr("Heads on the first %n token(s)", nullptr, length);
    if (left && *left > 2.0)
        text = tr("%1 tokens, about %2 left").arg(length).arg(durationText(*left));
    else if (!whole.isEmpty())
        text += QStringLiteral("; ") + tr("perplexity of the whole text, %1 tokens at a time: %2")
                                           .arg(length)
                                           .arg(whole.join(QStringLiteral(", ")));
    m_state->setText({}, text);
}

void HeadsPanel::showEnding(const QString& trouble)
{
    showState();
    if (!trouble.isEmpty())
        m_state->setText({}, trouble);
}

void HeadsPanel::showHead()
{
    if (m_choosing)
        return;
    const std::size_t chosen = m_session.chosenColumn();
    if (chosen >= m_comparison.columns())
        return;
    const core::MapView view = m_session.shownView(chosen);
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const HeadRow& head = m_model->row(row);
        if (head.column != m_comparison.column(chosen).id || head.measures.layer != view.layer ||
            head.measures.head != view.head)
            continue;
        const QModelIndex index = m_order->mapFromSource(m_model->index(row, 0));
        if (!index.isValid() || m_table->currentIndex().row() == index.row())
            return;
        const bool before = std::exchange(m_choosing, true);
        m_table->setCurrentIndex(index);
        m_choosing = before;
        return;
    }
}

void HeadsPanel::chooseHead()
{
    const QModelIndex index = m_order->mapToSource(m_table->currentIndex());
    if (m_choosing || !index.isValid())
        return;
    const HeadRow row = m_model->row(index.row());
    m_choosing = true;
    if (const auto column = m_session.setup().placeOf(row.column))
        m_session.chooseColumn(*column);
    m_session.edit(tr("choose head"), [&](core::Setup& e) {
        e.view.layer = row.measures.layer;
        e.view.head = row.measures.head;
    });
    m_choosing = false;
}

// What the table shows, as it is ordered and filtered, columns apart by tabs.
QString HeadsPanel::copied() const
{
    QStringList lines;
    for (int row = -1; row < m_order->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < m_order->columnCount(); ++column)
            cells.append(row < 0 ? m_order->headerData(column, Qt::Horizontal).toString()
                                 : m_order->index(row, column).data().toString());
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

bool HeadsPanel::eventFilter(QObject* watched, QEvent* event)
{
    const bool key = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched == m_table && key && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        event->accept(); // it is the window's key, too
        if (event->type() == QEvent::KeyPress)
            QApplication::clipboard()->setText(copied());
        return true;
    }
    if (watched == m_table && event->type() == QEvent::KeyPress && isPlainText(*static_cast<QKeyEvent*>(event))) {
        event->ignore(); // a key of the window, such as O for the head that is chosen here
        return true;
    }
    if (watched == m_table && event->type() == QEvent::Resize)
        QTimer::singleShot(0, m_table,
                           [table = m_table] { table->scrollTo(table->currentIndex()); }); // now it has room
    return QWidget::eventFilter(watched, event);
}

View headsView()
{
    return {.id = "heads",
            .title = Views::tr("Heads"),
            .place = Place::Tray,
            .shortcut = QKeySequence(Qt::CTRL | Qt::Key_H),
            .size = 190,
            .figure = "heads",
            .make = [](const ViewContext& context) {
                return new HeadsPanel(context.session, context.comparison, context.heads);
            }};
}

} // namespace ui
