// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/heads_panel.h"

#include "core/eval/perplexity.h"
#include "ui/controls/duration.h"
#include "ui/figure/plain_number.h"
#include "ui/settings/look.h"
#include "ui/view_models/switches.h"
#include "ui/views/view.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ui {
namespace {

constexpr int kHeadsDelay = 150; // ms
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

HeadsPanel::HeadsPanel(Session& session, Comparison& comparison, core::ThreadPool& pool, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_pool(pool)
    , m_state(new QLabel(this))
    , m_filter(new QLineEdit(this))
    , m_without(new QPushButton(tr("Perplexity without each head in turn"), this))
    , m_progress(new QProgressBar(this))
    , m_table(new QTableView(this))
    , m_model(new HeadsModel(this))
    , m_order(new QSortFilterProxyModel(this))
    , m_refresh(*this, kHeadsDelay, Refresh::When::AtRest, [this] { measure(); })
    , m_measuring(this, {.othersWait = [&session] { return session.isPictureDue(); }})
    , m_switching(this, {.othersWait = [&session] { return session.isPictureDue(); }})
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
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->installEventFilter(this);
    auto* line = new QHBoxLayout;
    line->addWidget(m_state);
    line->addWidget(m_progress);
    line->addStretch(1);
    line->addWidget(m_filter);
    line->addWidget(m_without);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::kNear, 0, look::kNear, look::kNear);
    layout->setSpacing(look::kNear);
    layout->addLayout(line);
    layout->addWidget(m_table, 1);

    m_watch.setInterval(100);
    connect(&m_watch, &QTimer::timeout, this, &HeadsPanel::showState);
    m_refresh.on(comparison, &Comparison::columnChanged);
    m_refresh.on(comparison, &Comparison::detailsChanged);
    m_refresh.on(session, &Session::modelsChanged);
    connect(&session, &Session::setupChanged, this, &HeadsPanel::showHead);
    connect(&session, &Session::chosenColumnChanged, this, &HeadsPanel::showHead);
    connect(m_filter, &QLineEdit::textChanged, m_order, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_filter, &QLineEdit::textChanged, m_table, &QTableView::scrollToTop);
    connect(m_table->horizontalHeader(), &QHeaderView::sortIndicatorChanged, m_table, &QTableView::scrollToTop,
            Qt::QueuedConnection); // when they are sorted
    connect(m_without, &QPushButton::clicked, this, &HeadsPanel::measureWithout);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HeadsPanel::chooseHead);
}

// What the columns show that is not measured yet. All that the task needs goes with it.
void HeadsPanel::measure()
{
    std::vector<std::pair<int, Measured>> wanted;
    std::map<int, Measured> kept;
    for (std::size_t c = 0; c < m_comparison.columns(); ++c) {
        const ColumnState& column = m_comparison.column(c);
        if (column.trace == nullptr || !column.error.isEmpty() || column.length < 2)
            continue;
        const auto known = m_measured.find(column.id);
        if (known != m_measured.end() && known->second.trace == column.trace && known->second.length == column.length)
            kept[column.id] = std::move(known->second);
        else
            wanted.push_back({column.id, {column.trace, column.length, {}, {}, kUnknown}});
    }
    m_measured = std::move(kept);
    if (!wanted.empty()) {
        m_measuring.start(
            [this, wanted = std::move(wanted)](const Job::Run& run) {
                double done = 0.0;
                for (const auto& [column, what] : wanted) {
                    core::ReachOptions options;
                    options.cancel = run.cancel();
                    options.progress = [&run, done, columns = double(wanted.size())](double part) {
                        run.advance((done + part) / columns);
                    };
                    Measured measured = what;
                    measured.heads = core::headMeasures(*what.trace, what.length, options, m_pool);
                    measured.without.assign(measured.heads.size(), kUnknown);
                    run.deliver([this, column = column, measured = std::move(measured)] { take(column, measured); });
                    done += 1.0;
                }
            },
            [this](const JobEnding& ending) {
                showState();
                if (!ending.trouble.isEmpty())
                    m_state->setText(ending.trouble);
            });
        m_watch.start();
    }
    showRows();
    showState();
}

void HeadsPanel::take(int column, Measured measured)
{
    m_measured[column] = std::move(measured);
    showRows();
}

void HeadsPanel::measureWithout()
{
    struct Piece
    {
        int column;
        std::shared_ptr<const core::Trace<float>> trace;
        int length;
        std::shared_ptr<const std::vector<int>> tokens;
    };
    std::vector<Piece> pieces;
    for (std::size_t c = 0; c < m_comparison.columns(); ++c) {
        const ColumnState& column = m_comparison.column(c);
        if (m_measured.contains(column.id) && column.tokens != nullptr)
            pieces.push_back({column.id, column.trace, column.length, column.tokens});
    }
    m_switching.start(
        [this, pieces](const Job::Run& run) {
            double all = 0.0;
            for (const Piece& piece : pieces)
                all += piece.trace->model().config().layers * piece.trace->model().config().heads;
            double done = 0.0;
            for (const Piece& piece : pieces) {
                const core::Transformer<float>& model = piece.trace->model();
                const core::ModelConfig& config = model.config();
                core::EvaluationOptions options;
                options.length = piece.length;
                options.cancel = run.cancel();
                const auto tokens = std::span(*piece.tokens)
                                        .first(std::min(piece.tokens->size(), static_cast<std::size_t>(kCurveTokens)));
                const auto perplexity = [&](const core::Transformer<float>& of) {
                    return core::evaluate(of, tokens, options, m_pool).perplexity;
                };
                const double whole = perplexity(model);
                for (int layer = 0; layer < config.layers; ++layer)
                    for (int head = 0; head < config.heads; ++head) {
                        const double without = perplexity(core::withoutHead(model, layer, head));
                        run.advance((done += 1.0) / all);
                        run.deliver([this, piece, at = std::size_t(layer * config.heads + head), without, whole] {
                            const auto known = m_measured.find(piece.column);
                            if (known == m_measured.end() || known->second.trace != piece.trace)
                                return; // it is another model's by now
                            known->second.whole = whole;
                            known->second.without[at] = without;
                            showRows();
                        });
                    }
            }
        },
        [this](const JobEnding& ending) {
            showState();
            if (!ending.trouble.isEmpty())
                m_state->setText(ending.trouble);
        });
    m_watch.start();
    showState();
}

void HeadsPanel::showRows()
{
    QVector<HeadRow> rows;
    for (std::size_t c = 0; c < m_comparison.columns(); ++c) {
        const ColumnState& column = m_comparison.column(c);
        const auto known = m_measured.find(column.id);
        if (known == m_measured.end())
            continue;
        std::vector<double> slopes;
        if (column.encoding == QLatin1String("alibi") && column.checkpoint != nullptr)
            slopes = slopesInForce(m_session.setup().columns[c], *column.checkpoint);
        for (std::size_t i = 0; i < known->second.heads.size(); ++i) {
            const core::HeadMeasures& m = known->second.heads[i];
            const auto head = static_cast<std::size_t>(m.head);
            rows.append({column.id, column.label, column.colour, m, head < slopes.size() ? slopes[head] : kUnknown,
                         known->second.without[i], known->second.whole});
        }
    }
    m_model->setRows(rows);
    showHead();
}

void HeadsPanel::showState()
{
    const bool switching = m_switching.isRunning();
    const bool busy = switching || m_measuring.isRunning();
    if (!busy)
        m_watch.stop();
    m_progress->setVisible(busy);
    Job& job = switching ? m_switching : m_measuring;
    m_progress->setValue(static_cast<int>(100.0 * job.done()));
    m_without->setEnabled(!switching && !m_measured.empty());
    const std::optional<double> left = busy ? job.secondsLeft() : std::nullopt;
    QStringList whole; // what the changes are measured from
    for (std::size_t c = 0; c < m_comparison.columns(); ++c)
        if (const auto known = m_measured.find(m_comparison.column(c).id);
            known != m_measured.end() && !std::isnan(known->second.whole))
            whole.append(QStringLiteral("%1 %2").arg(m_comparison.column(c).label, plainNumber(known->second.whole)));
    const int length = m_comparison.shownLength();
    QString text = tr("Heads on the first %1 tokens").arg(length);
    if (left && *left > 2.0)
        text = tr("%1 tokens, about %2 left").arg(length).arg(durationText(*left));
    else if (!whole.isEmpty())
        text += QStringLiteral("; ") + tr("perplexity of the whole text, %1 tokens at a time: %2")
                                           .arg(length)
                                           .arg(whole.join(QStringLiteral(", ")));
    m_state->setText(text);
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
    return QWidget::eventFilter(watched, event);
}

View headsView()
{
    return {.id = "heads",
            .title = Views::tr("Heads"),
            .place = Place::Tray,
            .shortcut = QKeySequence(Qt::CTRL | Qt::Key_H),
            .size = 190,
            .make = [](const ViewContext& context) {
                return new HeadsPanel(context.session, context.comparison, context.pool);
            }};
}

} // namespace ui
