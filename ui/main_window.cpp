// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/controls/length_slider.h"
#include "ui/controls/text_line.h"
#include "ui/heatmap/head_grid.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/library/library.h"
#include "ui/panels/column_panel.h"
#include "ui/panels/columns_view.h"
#include "ui/panels/curves_panel.h"
#include "ui/panels/slopes_panel.h"
#include "ui/panels/studies_window.h"
#include "ui/panels/text_panel.h"
#include "ui/panels/train_panel.h"
#include "ui/panels/view_bar.h"
#include "ui/panels/work_bar.h"
#include "ui/session/column_edits.h"

#include <QBoxLayout>
#include <QDockWidget>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QSplitter>
#include <QStatusBar>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace ui {
namespace {

constexpr int kShortest = 8;

// The slider's, wherever the focus is.
bool isLengthKey(const QKeyEvent& event) { return event.key() == Qt::Key_PageUp || event.key() == Qt::Key_PageDown; }

} // namespace

MainWindow::MainWindow(core::ThreadPool& pool, QWidget* parent)
    : QMainWindow(parent)
    , m_session(pool)
    , m_comparison(m_session)
    , m_threads(pool.threads())
{
    setWindowTitle(tr("ALiBi Lab"));
    setAcceptDrops(true);
    resize(1440, 900);
    buildPanels();
    buildTraining(pool);
    buildMenus();
    connectSession();
}

MainWindow::~MainWindow()
{
    delete m_studies; // their threads ask the session
    delete m_training;
}

void MainWindow::buildPanels()
{
    m_text = new TextPanel(m_session);
    m_length = new LengthSlider;
    m_length->setRange(kShortest, kUsualLength);
    m_view = new ViewBar(m_session, m_comparison);
    m_slopes = new SlopesPanel(m_session, m_comparison);
    m_columns = new ColumnsView(m_session, m_comparison);
    connect(m_columns, &ColumnsView::dropped, this, &MainWindow::openDropped);
    auto* models = new QSplitter(Qt::Horizontal);
    models->setChildrenCollapsible(false);
    models->addWidget(m_slopes);
    models->addWidget(m_columns);
    models->setStretchFactor(0, 0);
    models->setStretchFactor(1, 1);
    models->setSizes({260, 1120});
    m_curves = new CurvesPanel(m_session, m_comparison);

    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_text, 1);
    top->addWidget(new QLabel(tr("Length")));
    top->addWidget(m_length, 1);

    m_error = new QLabel;
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton;
    close->setText(QStringLiteral("✕"));
    close->setToolTip(tr("Hide this message"));
    close->setAutoRaise(true);
    m_errorBar = new QWidget;
    m_errorBar->setObjectName(QStringLiteral("errorBar"));
    m_errorBar->setStyleSheet(
        QStringLiteral("#errorBar { background: #b3261e; } #errorBar QLabel, #errorBar QToolButton "
                       "{ color: white; }"));
    auto* errorLayout = new QHBoxLayout(m_errorBar);
    errorLayout->setContentsMargins(10, 4, 4, 4);
    errorLayout->addWidget(m_error, 1);
    errorLayout->addWidget(close);
    m_errorBar->hide();
    connect(close, &QToolButton::clicked, m_errorBar, &QWidget::hide);

    auto* rows = new QSplitter(Qt::Vertical);
    rows->setChildrenCollapsible(false);
    rows->addWidget(models);
    rows->addWidget(m_curves);
    rows->setStretchFactor(0, 3);
    rows->setStretchFactor(1, 1);
    rows->setSizes({600, 220});

    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(8, 6, 8, 0);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(m_view);
    layout->addWidget(m_errorBar);
    layout->addWidget(rows, 1);
    setCentralWidget(page);

    m_status = new TextLine(Qt::AlignRight);
    m_work = new WorkBar(m_session, m_comparison);
    statusBar()->addWidget(m_work, 1);
    statusBar()->addPermanentWidget(m_status, 1);
}

// Beside the comparison, which its "Test long now" changes; hidden until it is asked for.
void MainWindow::buildTraining(core::ThreadPool& pool)
{
    m_training = new QDockWidget(tr("Train"), this);
    m_training->setObjectName(QStringLiteral("training"));
    m_training->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    m_training->setWidget(new TrainPanel(m_session, pool, m_training));
    m_training->hide();
    addDockWidget(Qt::RightDockWidgetArea, m_training);
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::setupChanged, this, &MainWindow::showSetup);
    connect(&m_session, &Session::failed, this, &MainWindow::showError);
    connect(&m_session, &Session::loadingChanged, this, &MainWindow::showStatus);
    connect(&m_session, &Session::settled, this, [this](bool pictureOnly) {
        showStatus();
        if (pictureOnly) {
            m_length->stepDone();
            emit pictureComplete();
        } else { // the curves are drawn when this event is over
            QTimer::singleShot(0, this, &MainWindow::allComplete);
        }
    });
    connect(&m_comparison, &Comparison::columnChanged, this, [this] {
        showLengthMarks();
        showStatus();
    });
    connect(&m_comparison, &Comparison::tokensChanged, this, &MainWindow::showTokens);
    connect(m_length, &LengthSlider::sweepingChanged, &m_comparison, &Comparison::setSweeping);
    connect(m_length, &LengthSlider::lengthChanged, this,
            [this](int length) { m_session.edit(tr("length"), [length](core::Setup& e) { e.length = length; }); });
    connect(m_length, &LengthSlider::lengthRefused, this, &MainWindow::showLengthRefused);
    connect(m_length, &LengthSlider::interactionStarted, &m_session, &Session::beginInteraction);
    connect(m_length, &LengthSlider::interactionFinished, &m_session, &Session::endInteraction);
}

void MainWindow::showSetup()
{
    m_errorBar->hide();
    m_length->setLength(m_session.setup().length);
    showStatus();
}

void MainWindow::showTokens()
{
    const int longest = std::clamp(m_comparison.tokenCount(), 1, core::kLongestLength);
    m_length->setRange(std::min(kShortest, longest), std::min(longest, kUsualLength), longest);
    m_length->setLength(m_session.setup().length);
    showStatus();
}

// What the models say of lengths: known before they have read the text.
void MainWindow::showLengthMarks()
{
    m_length->setTrainingLengths(m_comparison.trainingLengths());
    m_length->setLimits(m_comparison.longestInputs());
}

void MainWindow::showLengthRefused(int length)
{
    const auto number = [](int value) { return QLocale(QLocale::English).toString(value); };
    const int tokens = m_comparison.tokenCount();
    if (tokens >= core::kLongestLength)
        return showError(tr("At most %1 tokens can be read at a time.").arg(number(core::kLongestLength)));
    const auto text = m_session.text();
    const QString there = text != nullptr && text->cut ? tr("The first %1 tokens of this text were opened")
                                                       : tr("This text has %1 tokens");
    const core::TextChoice& choice = m_session.setup().text;
    const bool all = choice == core::TextChoice{core::TextKind::Passage, allPassages().id.toStdString()};
    showError((there + tr(", so a length of %2 cannot be read. ")).arg(number(tokens), number(length)) +
              (all || text == nullptr || text->cut
                   ? tr("A longer text can be opened from a file.")
                   : tr("Open a longer one, or choose “%1”.").arg(allPassages().title)));
}

void MainWindow::showStatus()
{
    QStringList parts;
    const int tokens = m_comparison.tokenCount();
    if (tokens > 0)
        parts.append(tr("%1 of %2 tokens").arg(std::min(tokens, m_session.setup().length)).arg(tokens));
    for (std::size_t c = 0; c < m_comparison.columns(); ++c)
        if (const QString pass = m_comparison.passText(c); !pass.isEmpty())
            parts.append(pass);
    m_status->setText({}, parts.join(QStringLiteral("   ·   ")));
    m_work->showWork();
}

void MainWindow::showError(const QString& sentence)
{
    m_error->setText(sentence);
    m_errorBar->show();
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (plain && event->key() == Qt::Key_Left)
        moveHead(m_session, 0, -1);
    else if (plain && event->key() == Qt::Key_Right)
        moveHead(m_session, 0, 1);
    else if (plain && event->key() == Qt::Key_Up)
        moveHead(m_session, -1, 0);
    else if (plain && event->key() == Qt::Key_Down)
        moveHead(m_session, 1, 0);
    else if (plain && (event->key() == Qt::Key_Home || event->key() == Qt::Key_0))
        m_columns->resetMaps();
    else if (plain && event->key() == Qt::Key_Space)
        m_length->setSweeping(!m_length->isSweeping());
    else if (plain && isLengthKey(*event))
        QCoreApplication::sendEvent(m_length->focusProxy(), event);
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::keyReleaseEvent(QKeyEvent* event)
{
    if (isLengthKey(*event))
        QCoreApplication::sendEvent(m_length->focusProxy(), event); // ends what the press began
    else
        QMainWindow::keyReleaseEvent(event);
}

} // namespace ui
