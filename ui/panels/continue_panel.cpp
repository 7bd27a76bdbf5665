// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/continue_panel.h"

#include "core/render/colour_map.h"
#include "ui/controls/field_message.h"
#include "ui/panels/continue_bar.h"
#include "ui/panels/continued_view.h"
#include "ui/session/job.h"
#include "ui/settings/look.h"
#include "ui/view_models/continued_words.h"
#include "ui/views/view.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

#include <algorithm>
#include <limits>
#include <string>

namespace ui {
namespace {

constexpr int kContinueDelay = 20; // ms

} // namespace

ContinuePanel::ContinuePanel(Session& session, Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_continuation([&session] { return session.isPictureDue(); })
    , m_bar(new ContinueBar(this))
    , m_message(new QLabel(this))
    , m_row(new QHBoxLayout)
    , m_refresh(*this, kContinueDelay, Refresh::When::Soon, [this] { follow(); })
{
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->hide();
    m_row->setSpacing(look::kApart);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::kNear, 0, look::kNear, look::kNear);
    layout->setSpacing(look::kNear);
    layout->addWidget(m_bar);
    layout->addWidget(m_message);
    layout->addLayout(m_row, 1);

    m_refresh.on(session, &Session::setupChanged);
    m_refresh.on(session, &Session::modelsChanged);
    m_refresh.on(comparison, &Comparison::columnChanged);
    m_refresh.on(comparison, &Comparison::tokensChanged);
    m_refresh.on(*m_bar, &ContinueBar::fromChanged);
    m_refresh.on(*m_bar, &ContinueBar::judgeChanged);
    connect(m_bar, &ContinueBar::optionsChanged, this, [this] { m_continuation.setOptions(m_bar->options()); });
    connect(&m_bar->play(), &QToolButton::clicked, this, &ContinuePanel::togglePlay);
    connect(&m_bar->step(), &QToolButton::clicked, &m_continuation, &Continuation::step);
    connect(&m_bar->back(), &QToolButton::clicked, &m_continuation, &Continuation::back);
    connect(&m_bar->rewind(), &QToolButton::clicked, &m_continuation, &Continuation::rewind);
    connect(&m_bar->branch(), &QToolButton::clicked, this, &ContinuePanel::branch);
    connect(&m_bar->before(), &QToolButton::clicked, &m_continuation, &Continuation::takeBranchBack);
    connect(&m_bar->take(), &QToolButton::clicked, this, &ContinuePanel::takeText);
    connect(&m_continuation, &Continuation::changed, this, &ContinuePanel::showView);
    connect(&m_continuation, &Continuation::failed, this, &ContinuePanel::say);
    m_continuation.setOptions(m_bar->options());
    m_bar->setShades(shades());
    m_bar->setState(*m_continuation.view());
}

// One hue for all columns: what is compared is how surprising the tokens are.
QVector<QColor> ContinuePanel::shades() const
{
    const core::Rgb red = core::colourMap("diverging").at(1.0);
    return shadeColours({}, palette().color(QPalette::Base), QColor(red.red, red.green, red.blue));
}

std::optional<ContinuationPlan> ContinuePanel::plan() const
{
    ContinuationPlan plan;
    const auto& columns = m_session.setup().columns;
    for (std::size_t c = 0; c < m_comparison.columns() && c < columns.size(); ++c) {
        const ColumnState& column = m_comparison.column(c);
        const ColumnState& first = m_comparison.column(0);
        if (column.checkpoint == nullptr || column.tokens == nullptr || column.tokens->empty() ||
            column.ends == nullptr || first.ends == nullptr)
            return std::nullopt;
        const int prompt =
            column.ends == first.ends ? m_bar->from() : sameLength(*first.ends, *column.ends, m_bar->from());
        plan.push_back({column.id,
                        {column.checkpoint, columns[c].switches()},
                        column.tokens,
                        std::min(prompt, static_cast<int>(column.tokens->size()))});
    }
    return plan.empty() ? std::nullopt : std::optional(plan);
}

ContinuationLook ContinuePanel::look() const
{
    ContinuationLook look;
    look.judge = m_bar->judge();
    for (std::size_t c = 0; c < m_comparison.columns() && c < m_session.setup().columns.size(); ++c) {
        const core::MapView view = m_session.shownView(c);
        look.heads[m_comparison.column(c).id] = {view.layer, view.head};
    }
    return look;
}

void ContinuePanel::follow()
{
    if (m_comparison.columns() == 0)
        return;
    // Half as long as the shortest training: it crosses the mark while one watches.
    int shortest = std::numeric_limits<int>::max();
    QVector<std::pair<int, QString>> judges;
    for (std::size_t c = 0; c < m_comparison.columns(); ++c) {
        const ColumnState& column = m_comparison.column(c);
        if (column.trainingLength > 0)
            shortest = std::min(shortest, column.trainingLength);
        judges.append({column.id, column.label});
    }
    if (m_comparison.tokenCount() > 0)
        m_bar->setPrompt(std::min(m_comparison.tokenCount(), kLongestContinuation - 1), shortest / 2);
    m_bar->setJudges(judges);
    if (const ContinuationLook now = look(); now != m_look) {
        m_look = now;
        m_continuation.look(m_look);
    }
    if (const auto now = plan(); now && now != m_plan) {
        m_plan = now;
        m_chosen.reset();
        m_message->hide();
        m_continuation.prepare(*m_plan);
    }
    showView();
}

void ContinuePanel::showView()
{
    const auto view = m_continuation.view();
    m_bar->setState(*view);
    while (m_texts.size() > view->texts.size()) {
        m_texts.back()->hide();
        m_texts.back()->deleteLater(); // it may be what a person works with right now
        m_texts.pop_back();
    }
    while (m_texts.size() < view->texts.size()) {
        m_texts.push_back(new ContinuedView(this));
        m_row->addWidget(m_texts.back(), 1);
        connect(m_texts.back(), &ContinuedView::tokenClicked, this, &ContinuePanel::choose);
    }
    const auto find = [this](int id) -> const ColumnState* {
        for (std::size_t c = 0; c < m_comparison.columns(); ++c)
            if (m_comparison.column(c).id == id)
                return &m_comparison.column(c);
        return nullptr;
    };
    if (m_chosen && *m_chosen > view->written)
        m_chosen.reset();
    const ColumnState* judge = find(m_look.judge);
    const QVector<QColor> colours = shades();
    std::optional<core::ValueRange> shared; // as the columns' maps are
    if (m_session.setup().view.sharedScale)
        for (const ContinuedText& text : view->texts)
            if (text.map != nullptr)
                shared = shared ? core::joined(*shared, text.range) : text.range;
    for (std::size_t i = 0; i < view->texts.size(); ++i) {
        const ContinuedText& text = view->texts[i];
        if (const ColumnState* column = find(text.id); column != nullptr && column->checkpoint != nullptr)
            m_texts[i]->show(text, *column, judge != nullptr ? judge->label : column->label, m_chosen, colours,
                             shared.value_or(text.range));
    }
}

void ContinuePanel::togglePlay()
{
    m_message->hide();
    m_continuation.view()->playing ? m_continuation.pause() : m_continuation.play();
}

// Behind the chosen token, one token; else another text behind the prompt, as long as this one.
void ContinuePanel::branch()
{
    const auto view = m_continuation.view();
    m_bar->nextSeed();
    m_continuation.branch(m_chosen.value_or(0));
    for (int i = m_chosen ? 1 : std::max(1, view->written); i > 0 && !view->playing; --i)
        m_continuation.step();
    m_chosen.reset();
}

// Of the column that was chosen last. Bytes that are no character become "�": a text is valid UTF-8.
void ContinuePanel::takeText()
{
    const std::size_t c = m_session.chosenColumn();
    if (c >= m_comparison.columns() || m_comparison.column(c).checkpoint == nullptr)
        return;
    const ColumnState& column = m_comparison.column(c);
    const auto view = m_continuation.view();
    const auto text = std::ranges::find(view->texts, column.id, &ContinuedText::id);
    if (text == view->texts.end())
        return;
    m_continuation.pause();
    const core::Tokenizer& tokenizer = column.checkpoint->needTokenizer();
    std::string bytes;
    for (const int token : text->tokens)
        if (token < tokenizer.size())
            bytes += tokenizer.bytesOf(token);
    const std::string whole = QString::fromStdString(bytes).toStdString();
    const int length = static_cast<int>(text->tokens.size());
    m_session.open(tr("take the continued text"), [whole, length](core::Setup& e) {
        e.text = {core::TextKind::Typed, whole};
        e.length = length;
    });
}

void ContinuePanel::choose(int behind)
{
    m_chosen = m_chosen == behind ? std::nullopt : std::optional(behind);
    showView();
}

void ContinuePanel::say(const QString& sentence)
{
    m_message->setStyleSheet(QStringLiteral("color: %1").arg(wrongColour(palette().color(QPalette::Window)).name()));
    m_message->setText(sentence);
    m_message->show();
}

void ContinuePanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    if (!event->spontaneous()) // closed or behind another, not merely minimised
        m_continuation.pause();
}

void ContinuePanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier)
        togglePlay();
    else
        QWidget::keyPressEvent(event);
}

void ContinuePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_bar->setShades(shades());
        showView();
    }
}

View continueView()
{
    return {.id = "continue",
            .title = Views::tr("Continue"),
            .place = Place::Tray,
            .shortcut = QKeySequence(Qt::CTRL | Qt::Key_G),
            .size = 230,
            .make = [](const ViewContext& context) { return new ContinuePanel(context.session, context.comparison); },
            .example = [](QWidget& panel) { // past the mark
                constexpr int enough = 64;
                Continuation& continuation = static_cast<ContinuePanel&>(panel).continuation();
                const auto view = continuation.view();
                if (view->ready && view->canGoOn && view->written < enough && !Job::isAnyRunning())
                    for (int i = view->written; i < enough; ++i)
                        continuation.step();
                return view->ready && (view->written >= enough || !view->canGoOn);
            }};
}

} // namespace ui
