// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tried_panel.h"

#include "core/base/hash.h"
#include "ui/controls/duration.h"
#include "ui/controls/number_table.h"
#include "ui/controls/text_line.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/slope_number.h"
#include "ui/session/column_edits.h"
#include "ui/settings/look.h"
#include "ui/view_models/switches.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {
namespace {

constexpr int kRestDelay = 400; // ms: a drag that pauses is not at rest

bool isSameSetting(const core::TriedSetting& a, const core::TriedSetting& b)
{
    return a.model == b.model && a.slopes == b.slopes && a.options == b.options;
}

core::TriedPerplexity triedPerplexity(const core::HalvesPerplexity& halves, const std::string& hash, std::size_t count,
                                      int length)
{
    const bool cut = !std::isnan(halves.first);
    return {hash,         static_cast<std::int64_t>(count), length,
            halves.whole, cut ? halves.first : 0.0,         cut ? halves.rest : 0.0};
}

} // namespace

TriedPanel::TriedPanel(Session& session, Comparison& comparison, core::ThreadPool& pool, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_pool(pool)
    , m_state(new TextLine(Qt::AlignLeft, this))
    , m_try(new QPushButton(tr("Try"), this))
    , m_find(new QPushButton(this))
    , m_again(new QPushButton(tr("Measure all"), this))
    , m_forget(new QPushButton(tr("Forget"), this))
    , m_progress(new QProgressBar(this))
    , m_table(new NumberTable(this))
    , m_refresh(*this, kRestDelay, Refresh::When::AtRest, [this] { note(); })
    , m_measuring(this, {.othersWait = [&session] { return session.isPictureDue(); }})
    , m_finding(this, {.othersWait = [&session] { return session.isPictureDue(); }})
{
    m_try->setToolTip(tr("Measures the laboratory's slopes without giving them to the column"));
    m_again->setToolTip(tr("Measures every setting on the present text at the present length"));
    m_forget->setToolTip(tr("Takes the chosen setting out of the table"));
    m_progress->setMaximumHeight(fontMetrics().height());
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->hide();
    m_table->setAccessibleName(tr("Settings that were tried"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setToolTip(tr("A click gives the setting to the column; Ctrl+Z takes it back."));
    m_table->installEventFilter(this);
    auto* buttons = new QHBoxLayout;
    for (QWidget* widget : {static_cast<QWidget*>(m_try), static_cast<QWidget*>(m_find), static_cast<QWidget*>(m_again),
                            static_cast<QWidget*>(m_forget)})
        buttons->addWidget(widget);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, look::kNear, 0, 0);
    layout->setSpacing(look::kNear);
    layout->addLayout(buttons);
    layout->addWidget(m_state);
    layout->addWidget(m_progress);
    layout->addWidget(m_table, 1);

    m_watch.setInterval(100);
    connect(&m_watch, &QTimer::timeout, this, &TriedPanel::showState);
    connect(m_try, &QPushButton::clicked, this, &TriedPanel::tryOffered);
    connect(m_find, &QPushButton::clicked, this, &TriedPanel::find);
    connect(m_again, &QPushButton::clicked, this, [this] { measure(true); });
    connect(m_forget, &QPushButton::clicked, this, &TriedPanel::forget);
    connect(m_table, &NumberTable::cellClicked, this, [this](int row) { returnTo(row); });
    connect(m_table, &NumberTable::itemSelectionChanged, this, &TriedPanel::showState);
    m_refresh.on(session, &Session::setupChanged);
    m_refresh.on(session, &Session::modelsChanged);
    m_refresh.on(session, &Session::chosenColumnChanged);
    m_refresh.on(comparison, &Comparison::tokensChanged);
    connect(&session, &Session::triedChanged, this, &TriedPanel::showRows);
    showState();
}

void TriedPanel::offer(const NamedSlopes& slopes)
{
    m_offered = slopes;
    showState();
}

// ── what is measured ───────────────────────────────────────────────────────────────────────────────────────────────

std::optional<TriedPanel::Subject> TriedPanel::subject()
{
    const auto column = alibiColumn(m_session);
    if (!column || *column >= m_comparison.columns())
        return std::nullopt;
    const ColumnState& state = m_comparison.column(*column);
    if (state.tokens == nullptr || state.tokens->size() < 2)
        return std::nullopt;
    Subject subject{*column,
                    m_session.checkpoint(*column),
                    state.tokens,
                    std::min(state.tokens->size(), static_cast<std::size_t>(kCurveTokens)),
                    m_session.setup().length,
                    {}};
    subject.length = std::min(subject.length, static_cast<int>(subject.count) - 1);
    if (m_hashed != state.tokens) {
        m_hashed = state.tokens;
        m_hash = core::hexOf(core::hashOf(subject.read()));
    }
    subject.hash = m_hash;
    return subject;
}

const core::TriedPerplexity* TriedPanel::known(const core::TriedSetting& setting, const Subject& subject) const
{
    const auto found = std::ranges::find_if(setting.perplexities, [&](const core::TriedPerplexity& of) {
        return of.tokens == subject.hash && of.count == static_cast<std::int64_t>(subject.count) &&
               of.length == subject.length;
    });
    return found == setting.perplexities.end() ? nullptr : &*found;
}

QString TriedPanel::nameOf(const core::Column& column, const core::Checkpoint& checkpoint) const
{
    QStringList names;
    for (const ShownSwitch& shown : switchesOf(column, checkpoint))
        names.append(shown.text);
    return names.isEmpty() ? tr("as trained") : names.join(QStringLiteral(", "));
}

core::TriedSetting TriedPanel::settingOf(const core::Column& column, const Subject& subject) const
{
    return {
        nameOf(column, *subject.checkpoint).toStdString(), subject.checkpoint->hash, column.slopes, column.options, {}};
}

// What the column runs with, beside how it was trained: when nothing moves any more.
void TriedPanel::note()
{
    if (m_session.isInteracting())
        return m_refresh.changed();
    if (const auto now = subject()) {
        core::Column trained = m_session.setup().columns[now->column];
        trained.slopes.clear();
        trained.options = core::Json::object();
        add(settingOf(trained, *now));
        add(settingOf(m_session.setup().columns[now->column], *now));
        measure(false);
    }
    showRows();
}

void TriedPanel::add(const core::TriedSetting& setting)
{
    std::vector<core::TriedSetting> tried = m_session.tried();
    if (std::ranges::any_of(tried, [&](const auto& one) { return isSameSetting(one, setting); }) ||
        tried.size() >= core::kMostTriedSettings)
        return;
    tried.push_back(setting);
    m_session.setTried(std::move(tried));
}

// all: what was measured on another text or at another length, too; otherwise what the column runs with, how it was
// trained, and what was never measured.
void TriedPanel::measure(bool all)
{
    const auto now = subject();
    if (!now)
        return;
    const core::TriedSetting present = settingOf(m_session.setup().columns[now->column], *now);
    std::vector<core::TriedSetting> wanted;
    for (const core::TriedSetting& setting : m_session.tried()) {
        const bool trained = setting.slopes.empty() && setting.options.empty();
        if (setting.model == now->checkpoint->hash && known(setting, *now) == nullptr &&
            (all || trained || setting.perplexities.empty() || isSameSetting(setting, present)))
            wanted.push_back(setting);
    }
    if (wanted.empty())
        return showState();
    m_trouble.clear();
    m_measuring.start(
        [this, wanted = std::move(wanted), subject = *now](const Job::Run& run) {
            double done = 0.0;
            for (const core::TriedSetting& setting : wanted) {
                core::WindowWatch watch{run.cancel(), [&](double part) {
                                            run.advance((done + part) / static_cast<double>(wanted.size()));
                                        }};
                const core::Column column{{}, setting.slopes, setting.options};
                const auto halves =
                    core::perplexityOfHalves(subject.checkpoint->model.withEncodingOptions(column.switches()),
                                             subject.read(), subject.length, m_pool, watch);
                run.deliver(
                    [this, setting, perplexity = triedPerplexity(halves, subject.hash, subject.count, subject.length)] {
                        take(setting, perplexity);
                    });
                done += 1.0;
            }
        },
        [this](const JobEnding& ending) {
            m_trouble = ending.trouble;
            showState();
        });
    m_watch.start();
    showState();
}

void TriedPanel::take(const core::TriedSetting& setting, const core::TriedPerplexity& perplexity)
{
    std::vector<core::TriedSetting> tried = m_session.tried();
    const auto found = std::ranges::find_if(tried, [&](const auto& one) { return isSameSetting(one, setting); });
    if (found == tried.end() || !std::isfinite(perplexity.whole)) // forgotten in the meantime
        return;
    auto& all = found->perplexities;
    std::erase_if(all, [&](const core::TriedPerplexity& one) {
        return one.tokens == perplexity.tokens && one.count == perplexity.count && one.length == perplexity.length;
    });
    if (all.size() >= core::kMostTriedPerplexities)
        all.erase(all.begin());
    all.push_back(perplexity);
    m_session.setTried(std::move(tried));
}

void TriedPanel::tryOffered()
{
    const auto now = subject();
    if (!now)
        return;
    core::Column column = m_session.setup().columns[now->column];
    giveSlopes(column, *now->checkpoint, m_offered);
    core::TriedSetting setting = settingOf(column, *now);
    if (!column.slopes.empty())
        setting.name = m_offered.label.toStdString();
    add(setting);
    measure(false);
}

// ── the search ─────────────────────────────────────────────────────────────────────────────────────────────────────

void TriedPanel::find()
{
    if (m_finding.isRunning())
        return m_finding.cancel();
    const auto now = subject();
    if (!now || core::firstHalf(now->read(), now->length).empty())
        return;
    const core::Column column = m_session.setup().columns[now->column];
    core::TriedSetting found = settingOf(column, *now);
    found.name = tr("found: fitted to the first half").toStdString();
    m_trouble.clear();
    m_found.reset();
    m_finding.start(
        [this, subject = *now, column, found, start = slopesOf(column, *now->checkpoint)](const Job::Run& run) {
            const auto with = [&](std::span<const double> slopes) {
                core::Column changed = column;
                changed.slopes.assign(slopes.begin(), slopes.end());
                return subject.checkpoint->model.withEncodingOptions(changed.switches());
            };
            core::SlopeSearchOptions options;
            options.cancel = run.cancel();
            options.progress = [&run](double done) { run.advance(done); };
            options.improved = [&](const core::FoundSlopes& better) {
                core::TriedSetting setting = found;
                setting.slopes = better.slopes;
                setting.perplexities = {
                    triedPerplexity(core::perplexityOfHalves(with(better.slopes), subject.read(), subject.length,
                                                             m_pool, {run.cancel(), {}}),
                                    subject.hash, subject.count, subject.length)};
                run.deliver([this, setting] {
                    m_found = setting;
                    showRows();
                });
            };
            const std::span<const int> first = core::firstHalf(subject.read(), subject.length);
            core::findSlopes(
                start,
                [&](std::span<const double> slopes) {
                    return core::perplexityOfHalves(with(slopes), first, subject.length, m_pool, {run.cancel(), {}})
                        .whole;
                },
                options);
        },
        [this](const JobEnding& ending) { finish(ending); });
    m_watch.start();
    showState();
}

// What was found so far stays when the search is stopped.
void TriedPanel::finish(const JobEnding& ending)
{
    m_trouble = ending.trouble;
    if (const auto found = std::exchange(m_found, std::nullopt)) {
        const bool better =
            std::ranges::none_of(m_session.tried(), [&](const auto& one) { return isSameSetting(one, *found); });
        add(*found);
        if (!better && m_trouble.isEmpty())
            m_trouble = tr("No step of one head's slope makes the first half more likely.");
    }
    showRows();
    showState();
}

// ── the table ──────────────────────────────────────────────────────────────────────────────────────────────────────

void TriedPanel::returnTo(int row)
{
    const auto now = subject();
    if (!now || row < 0 || row >= static_cast<int>(m_shown.size()))
        return;
    const core::TriedSetting setting = m_shown[static_cast<std::size_t>(row)];
    if (setting.model != now->checkpoint->hash)
        return;
    m_session.edit(tr("return to a tried setting"), [&](core::Setup& e) {
        setSlopes(e.columns[now->column], *now->checkpoint, setting.slopes);
        e.columns[now->column].options = setting.options;
    });
    emit returned();
}

void TriedPanel::forget()
{
    const int row = m_table->currentRow();
    if (row < 0 || row >= static_cast<int>(m_shown.size()))
        return;
    std::vector<core::TriedSetting> tried = m_session.tried();
    std::erase_if(tried, [&](const auto& one) { return isSameSetting(one, m_shown[static_cast<std::size_t>(row)]); });
    m_session.setTried(std::move(tried));
}

void TriedPanel::showRows()
{
    const auto now = subject();
    m_shown.clear();
    QVector<QStringList> rows;
    int best = -1;
    double least = HUGE_VAL;
    double trained = NAN;
    if (now) {
        if (m_found && m_found->model == now->checkpoint->hash)
            m_shown.push_back(*m_found);
        for (const core::TriedSetting& setting : m_session.tried())
            if (setting.model == now->checkpoint->hash)
                m_shown.push_back(setting);
        for (const core::TriedSetting& setting : m_shown)
            if (const auto* of = known(setting, *now);
                of != nullptr && setting.slopes.empty() && setting.options.empty())
                trained = of->whole;
        const core::TriedSetting present = settingOf(m_session.setup().columns[now->column], *now);
        for (const core::TriedSetting& setting : m_shown) {
            const bool inForce = isSameSetting(setting, present);
            QStringList row{(inForce ? QStringLiteral("▶ ") : QString()) + QString::fromStdString(setting.name)};
            if (const auto* of = known(setting, *now)) {
                const double change = of->whole / trained - 1.0;
                row += {plainNumber(of->whole),
                        std::isnan(change) ? QString()
                                           : (change < 0.0 ? QStringLiteral("−") : QStringLiteral("+")) +
                                                 percentText(std::abs(change)),
                        of->first > 0.0 ? plainNumber(of->first) : QStringLiteral("–"),
                        of->rest > 0.0 ? plainNumber(of->rest) : QStringLiteral("–")};
                if (of->whole < least) {
                    least = of->whole;
                    best = static_cast<int>(rows.size());
                }
            } else {
                row += {setting.perplexities.empty() ? QStringLiteral("…") : tr("other text or length"), {}, {}, {}};
            }
            QStringList slopes;
            const auto all = setting.slopes.empty() ? ownSlopes(*now->checkpoint) : setting.slopes;
            for (const double slope : all)
                slopes.append(formatSlope(slope));
            row.append(slopes.join(QLatin1Char(' ')));
            rows.append(row);
        }
    }
    const int current = m_table->currentRow();
    m_table->setContent({tr("Setting"), tr("Perplexity"), tr("Change"), tr("First half"), tr("Rest"), tr("Slopes")}, {},
                        rows);
    m_table->horizontalHeaderItem(2)->setToolTip(tr("From how the model was trained"));
    m_table->horizontalHeaderItem(3)->setToolTip(tr("Of the first half of the pieces: what a search is fitted to"));
    m_table->horizontalHeaderItem(4)->setToolTip(tr("Of the others, which a search has not seen"));
    if (best >= 0)
        m_table->tint(best, 1, 0.5);
    if (current >= 0 && current < m_table->rowCount())
        m_table->setCurrentCell(current, 0);
    showState();
}

void TriedPanel::showState()
{
    const bool finding = m_finding.isRunning();
    const bool busy = finding || m_measuring.isRunning();
    if (!busy)
        m_watch.stop();
    Job& job = finding ? m_finding : m_measuring;
    m_progress->setVisible(busy);
    m_progress->setValue(static_cast<int>(100.0 * job.done()));
    m_find->setText(finding ? tr("Stop") : tr("Find better"));
    m_find->setToolTip(finding ? tr("What was found so far stays in the table")
                               : tr("Moves one head's slope after the other as long as the first half of the text gets "
                                    "more likely (coordinate descent). What is found is fitted to that half; the rest "
                                    "shows what it is worth elsewhere."));
    const auto now = subject();
    const bool halves = now && !core::firstHalf(now->read(), now->length).empty();
    m_find->setEnabled(finding || halves);
    const int heads = now ? now->checkpoint->model.config().heads : 0;
    m_try->setEnabled(now && heads == static_cast<int>(m_offered.slopes.size()));
    m_forget->setEnabled(m_table->currentRow() >= 0);
    m_again->setEnabled(now && !m_measuring.isRunning() && std::ranges::any_of(m_shown, [&](const auto& setting) {
                            return known(setting, *now) == nullptr;
                        }));
    QString text = m_trouble;
    if (text.isEmpty() && !now)
        text = tr("With a model that uses ALiBi: what slopes cost on the text.");
    if (text.isEmpty()) {
        text = tr("%1: perplexity of %2 tokens, %3 at a time")
                   .arg(m_comparison.column(now->column).label)
                   .arg(now->count)
                   .arg(now->length);
        if (!halves)
            text += QStringLiteral("; ") +
                    tr("too short for a search: more than %1 tokens are needed").arg(now->length + 1);
    }
    const std::optional<double> left = busy ? job.secondsLeft() : std::nullopt;
    m_progress->setFormat(left && *left > 2.0 ? tr("%p %, about %1 left").arg(durationText(*left)) : tr("%p %"));
    m_state->setText({}, text); // one line: rows must not move under the mouse
    m_state->setToolTip(text);
}

bool TriedPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            returnTo(m_table->currentRow());
            return true;
        }
        if (key == Qt::Key_Delete) {
            forget();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
