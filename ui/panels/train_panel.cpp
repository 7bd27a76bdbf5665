// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/train_panel.h"

#include "ui/controls/field_message.h"
#include "ui/controls/number_box.h"
#include "ui/figure/series_colours.h"
#include "ui/library/library.h"
#include "ui/panels/live_run_row.h"
#include "ui/panels/train_form.h"
#include "ui/plot/curve_plot.h"
#include "ui/session/job.h"
#include "ui/views/view.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace ui {

TrainPanel::TrainPanel(Session& session, core::ThreadPool& pool, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_training(pool, [&session] { return session.isPictureDue(); })
    , m_form(new TrainForm(this))
    , m_rewind(new QToolButton(this))
    , m_play(new QToolButton(this))
    , m_step(new QToolButton(this))
    , m_test(new QPushButton(tr("&Test long now"), this))
    , m_note(new QLabel(this))
    , m_message(new QLabel(this))
    , m_kept(new QWidget(this))
    , m_plot(new CurvePlot(this))
    , m_layer(new NumberBox(NumberBox::Kind::Whole, this))
    , m_head(new NumberBox(NumberBox::Kind::Whole, this))
{
    for (QLabel* label : {m_note, m_message}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_message->setObjectName(QStringLiteral("trainMessage"));
    m_message->hide();
    setFocusPolicy(Qt::StrongFocus); // for Space
    m_plot->setAxes(tr("step"), tr("loss (nats)"), false, false);
    m_plot->setAccessibleName(tr("Loss of every run by step"));
    m_plot->setMinimumHeight(130);

    auto* runs = new QWidget;
    m_list = new QVBoxLayout(runs);
    m_list->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(runs);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    layout->addWidget(m_form);
    layout->addWidget(m_note);
    layout->addLayout(buildTransport());
    buildKept();
    layout->addWidget(m_kept);
    layout->addWidget(m_message);
    layout->addWidget(m_plot, 1);
    layout->addLayout(buildHead());
    layout->addWidget(scroll, 2);

    connect(m_form, &TrainForm::changed, this, [this] {
        m_message->hide();
        m_training.prepare(m_form->plan());
    });
    connect(&m_training, &LiveTraining::changed, this, &TrainPanel::showView);
    connect(&m_session, &Session::slopesOffered, this, [this] { m_form->offerSlopes(m_session.offeredSlopes()); });
    m_form->offerSlopes(m_session.offeredSlopes());
    connect(&m_session, &Session::setupChanged, this, &TrainPanel::forgetTest);
    connect(&m_training, &LiveTraining::modelsTaken, this, &TrainPanel::takeModels);
    connect(&m_training, &LiveTraining::saved, this, [this](const QString& folder) {
        say(tr("Saved in %1; drop that folder on the window to compare it.").arg(folder));
    });
    connect(&m_training, &LiveTraining::failed, this, [this](const QString& sentence) {
        m_form->setPlan(m_training.view()->plan); // back to what is there
        say(sentence, true);
    });
    showView();
}

QHBoxLayout* TrainPanel::buildTransport()
{
    m_rewind->setText(QStringLiteral("|◀"));
    m_rewind->setToolTip(tr("Back to the same start; can be taken back"));
    m_rewind->setAccessibleName(tr("Rewind"));
    m_play->setToolTip(tr("Train or pause (Space)"));
    m_step->setText(tr("+1", "step"));
    m_step->setToolTip(tr("One step of every run"));
    m_step->setAccessibleName(tr("Step"));
    m_test->setToolTip(tr("The columns of the comparison show these weights as they are now"));
    auto* row = new QHBoxLayout;
    for (QToolButton* button : {m_rewind, m_play, m_step}) {
        button->setMinimumWidth(button == m_play ? fontMetrics().horizontalAdvance(tr("❚❚ Pause")) + 24 : 36);
        row->addWidget(button);
    }
    row->addStretch(1);
    row->addWidget(m_test);
    connect(m_rewind, &QToolButton::clicked, &m_training, &LiveTraining::rewind);
    connect(m_play, &QToolButton::clicked, this, &TrainPanel::togglePlay);
    connect(m_step, &QToolButton::clicked, &m_training, &LiveTraining::step);
    connect(m_test, &QPushButton::clicked, this, &TrainPanel::testLong);
    return row;
}

void TrainPanel::buildKept()
{
    auto* text = new QLabel(tr("What had been trained is kept until training goes on."), m_kept);
    text->setWordWrap(true);
    auto* back = new QPushButton(tr("Take &back"), m_kept);
    back->setToolTip(tr("The runs as they were before the last change"));
    auto* row = new QHBoxLayout(m_kept);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(text, 1);
    row->addWidget(back);
    m_kept->setVisible(false);
    connect(back, &QPushButton::clicked, this, &TrainPanel::takeBack);
}

void TrainPanel::takeBack()
{
    m_takingBack = true; // the form follows when it is done
    m_training.takeBack();
}

QHBoxLayout* TrainPanel::buildHead()
{
    auto* row = new QHBoxLayout;
    const auto add = [&](const QString& name, NumberBox* box) {
        auto* label = new QLabel(name, this);
        label->setBuddy(box);
        row->addWidget(label);
        row->addWidget(box);
        connect(box, &NumberBox::valueChanged, this,
                [this] { m_training.showHead(m_layer->wholeValue(), m_head->wholeValue()); });
    };
    add(tr("Attention of la&yer"), m_layer);
    add(tr("hea&d"), m_head);
    row->addStretch(1);
    return row;
}

void TrainPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    setFocus();
    if (!std::exchange(m_prepared, true))
        m_training.prepare(m_form->plan());
}

void TrainPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    if (!event->spontaneous()) // closed, not merely minimised
        m_training.pause();
}

void TrainPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier)
        togglePlay();
    else
        QWidget::keyPressEvent(event);
}

void TrainPanel::togglePlay() { m_training.view()->playing ? m_training.pause() : m_training.play(); }

void TrainPanel::say(const QString& sentence, bool wrong)
{
    m_tested = false;
    const QColor warning = wrongColour(palette().color(QPalette::Window));
    m_message->setStyleSheet(wrong ? QStringLiteral("color: %1").arg(warning.name()) : QString());
    m_message->setText(sentence);
    m_message->show();
}

void TrainPanel::showView()
{
    const auto view = m_training.view();
    const bool atStart = std::ranges::all_of(view->runs, [](const LiveRunView& run) { return run.step == 0; });
    const bool canGo = std::ranges::any_of(view->runs, [](const LiveRunView& run) { return run.trouble.isEmpty(); });
    if (m_takingBack && !view->canTakeBack) {
        m_takingBack = false;
        m_form->setPlan(view->plan);
    }
    m_kept->setVisible(view->canTakeBack);
    m_form->setState(atStart, view->playing);
    m_play->setText(view->playing ? tr("❚❚ Pause") : tr("▶ Train"));
    m_play->setAccessibleName(view->playing ? tr("Pause") : tr("Train"));
    m_play->setEnabled(canGo);
    m_step->setEnabled(canGo);
    m_rewind->setEnabled(!view->runs.empty());
    m_test->setEnabled(!view->runs.empty());
    if (!view->ready)
        m_note->setText(tr("Reading the text …"));
    else
        m_note->setText(tr("%1: %2 tokens to learn from; the last tenth of each text, %3 tokens, is held out.")
                            .arg(view->title)
                            .arg(view->trainingTokens)
                            .arg(view->heldOutTokens));
    showRuns(*view);
    showCurves(*view);
}

void TrainPanel::showRuns(const LiveView& view)
{
    std::vector<long> ids;
    int layers = 1;
    int heads = 1;
    for (const LiveRunView& run : view.runs) {
        ids.push_back(run.id);
        layers = std::max(layers, run.layers);
        heads = std::max(heads, run.heads);
    }
    m_layer->setRange(0, layers - 1);
    m_head->setRange(0, heads - 1);
    if (ids != m_ids) {
        for (LiveRunRow* row : std::exchange(m_rows, {})) {
            row->hide();
            row->deleteLater(); // it may be what a person works with right now
        }
        for (std::size_t i = 0; i < ids.size(); ++i) {
            m_rows.push_back(new LiveRunRow);
            m_list->addWidget(m_rows.back());
            connect(m_rows.back(), &LiveRunRow::saveAsked, this, [this, i] { saveRun(i); });
        }
        m_ids = ids;
    }
    for (std::size_t i = 0; i < ids.size(); ++i)
        m_rows[i]->show(view.runs[i], view);
}

void TrainPanel::showCurves(const LiveView& view)
{
    QVector<Curve> curves;
    for (const LiveRunView& run : view.runs) {
        const QString id = QString::number(run.id);
        const QColor colour = encodingShade(run.encoding, run.nth);
        Curve learned{id, run.label, colour, {}, {}, false, false};
        for (const auto& [step, loss] : run.curve) {
            learned.x.append(step);
            learned.y.append(loss);
        }
        Curve heldOut{id + QLatin1Char('h'), tr("%1, held out").arg(run.label), colour, {}, {}, true, true};
        for (const core::HeldOutLoss& loss : run.heldOut) {
            heldOut.x.append(static_cast<double>(loss.step));
            heldOut.y.append(loss.nll);
        }
        curves.append(learned);
        curves.append(heldOut);
    }
    m_plot->setCurves(curves);
}

void TrainPanel::testLong() { m_training.takeModels(); }

void TrainPanel::takeModels(const std::vector<LiveModel>& models)
{
    if (models.empty())
        return;
    ++m_tests;
    std::vector<core::Column> columns;
    for (std::size_t i = 0; i < std::min(models.size(), core::kMostColumns); ++i) {
        const std::string id = std::string(kLive) + models[i].encoding.toStdString() + "@" +
                               std::to_string(models[i].step) + "#" + std::to_string(m_tests) + "." + std::to_string(i);
        m_session.addModel(id, models[i].checkpoint);
        core::Column choice;
        choice.model = id;
        columns.push_back(std::move(choice));
    }
    m_session.open(tr("test long"), [=](core::Setup& e) { e.columns = columns; });
    const bool learned = m_training.view()->plan.file.empty() && m_session.setup().text.kind == core::TextKind::Passage;
    say(learned ? tr("The columns show these weights; Undo brings back what stood there. The passage they read is part "
                     "of what was learned, but for its last tenth.")
                : tr("The columns show these weights; Undo brings back what stood there."));
    m_tested = true;
}

// The sentence about what the columns show goes with it.
void TrainPanel::forgetTest()
{
    const auto& columns = m_session.setup().columns;
    if (m_tested && std::ranges::none_of(columns, [](const auto& column) { return column.model.starts_with(kLive); })) {
        m_tested = false;
        m_message->hide();
    }
}

void TrainPanel::saveRun(std::size_t row)
{
    const auto view = m_training.view();
    if (row >= view->runs.size())
        return;
    const LiveRunView& run = view->runs[row]; // as it was when asked; what is saved is as it is by then
    const QString name = QStringLiteral("%1-%2-step-%3").arg(run.encoding).arg(view->plan.length).arg(run.step);
    const QString folder = QFileDialog::getSaveFileName(this, tr("Save the run as a new folder"), name, QString(),
                                                        nullptr, QFileDialog::DontConfirmOverwrite);
    if (!folder.isEmpty())
        m_training.save(run.id, folder.toStdString());
}

View trainView()
{
    return {.id = "train",
            .title = Views::tr("Train live"),
            .place = Place::Right,
            .shortcut = QKeySequence(Qt::CTRL | Qt::Key_L),
            .size = 450,
            .make = [](const ViewContext& context) { return new TrainPanel(context.session, context.pool); },
            .atWork =
                [](QWidget& panel) {
                    const auto view = static_cast<TrainPanel&>(panel).training().view();
                    return view->playing ? Views::tr("A training is running.") : QString();
                },
            .example = [](QWidget& panel) { // one step of every run
                LiveTraining& training = static_cast<TrainPanel&>(panel).training();
                const auto view = training.view();
                const auto isMade = [](const LiveRunView& run) { return run.step > 0; };
                if (view->ready && !view->playing && std::ranges::none_of(view->runs, isMade) && !Job::isAnyRunning())
                    training.step();
                return !view->runs.empty() && std::ranges::all_of(view->runs, isMade);
            }};
}

} // namespace ui
