// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tokens_panel.h"

#include "core/model/attention_map.h"
#include "ui/controls/text_line.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/plot/scale_bar.h"
#include "ui/plot/token_page.h"
#include "ui/settings/look.h"
#include "ui/views/view.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int kTokensDelay = 20; // ms

} // namespace

TokensPanel::TokensPanel(Session& session, Comparison& comparison, Selection& selection, core::ThreadPool& pool,
                         QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_selection(selection)
    , m_pool(pool)
    , m_shade(new QComboBox(this))
    , m_about(new TextLine(Qt::AlignLeft, this))
    , m_scale(new ScaleBar(this))
    , m_page(new TokenPage(this))
    , m_refresh(*this, kTokensDelay, Refresh::When::Soon, [this] { showText(); })
    , m_receiving(this, {.othersWait = [&session] { return session.isPictureDue(); }})
{
    m_shade->addItem(tr("loss"), static_cast<int>(Shade::Loss));
    m_shade->addItem(tr("difference of two losses"), static_cast<int>(Shade::LossDifference));
    m_shade->addItem(tr("attention from the chosen token"), static_cast<int>(Shade::AttentionFrom));
    m_shade->addItem(tr("attention received"), static_cast<int>(Shade::AttentionReceived));
    m_shade->setAccessibleName(tr("What the tokens are shaded by"));
    m_page->setAccessibleName(tr("The text, token by token"));
    m_page->setDescription([this](int token) {
        const QString said = tokenDescription(m_comparison, m_session.chosenColumn(), token);
        const double value = m_numbers.values.value(token, NAN);
        const bool known = !std::isnan(value) && m_shade->currentData().toInt() != static_cast<int>(Shade::Loss);
        return known ? QStringLiteral("%1\n%2: %3").arg(said, m_numbers.what, plainNumber(value)) : said;
    });
    auto* line = new QHBoxLayout;
    line->addWidget(new QLabel(tr("Shade by"), this));
    line->addWidget(m_shade);
    line->addWidget(m_scale);
    line->addWidget(m_about, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::kNear, 0, look::kNear, look::kNear);
    layout->setSpacing(look::kNear);
    layout->addLayout(line);
    layout->addWidget(m_page, 1);

    m_refresh.on(selection, &Selection::changed);
    m_refresh.on(session, &Session::setupChanged);
    m_refresh.on(session, &Session::chosenColumnChanged);
    m_refresh.on(comparison, &Comparison::columnChanged);
    m_refresh.on(comparison, &Comparison::tokensChanged);
    m_refresh.on(comparison, &Comparison::lossesChanged);
    m_refresh.on(comparison, &Comparison::detailsChanged);
    m_refresh.on(*m_shade, &QComboBox::currentIndexChanged);
    connect(m_page, &TokenPage::tokenClicked, this,
            [this](int token) { chooseQuery(m_selection, m_session, m_comparison, m_session.chosenColumn(), token); });
}

// What is read of the text; the rest of it stands behind it without a shade.
void TokensPanel::showText()
{
    const std::size_t c = m_session.chosenColumn();
    if (c >= m_comparison.columns())
        return;
    const ColumnState& column = m_comparison.column(c);
    if (column.labels == nullptr || column.tokens == nullptr || column.checkpoint == nullptr)
        return;
    if (m_labels != column.labels) {
        m_labels = column.labels;
        m_page->setTokens(*column.labels, lineEnds(column));
    }
    m_page->setMark(column.trainingLength < column.labels->size() ? column.trainingLength : 0,
                    tr("trained %1").arg(column.trainingLength), trainingColour());
    const auto cell = m_selection.shown(c);
    m_page->setChosen(cell ? std::optional(cell->query) : std::nullopt);
    showShades();
}

void TokensPanel::showShades()
{
    const std::size_t c = m_session.chosenColumn();
    const auto shade = static_cast<Shade>(m_shade->currentData().toInt());
    if (shade != Shade::AttentionReceived)
        m_receiving.forget();
    switch (shade) {
    case Shade::Loss:
        return take(tokenLosses(m_comparison, c));
    case Shade::LossDifference:
        return take(tokenLossDifferences(m_session, m_comparison, c));
    case Shade::AttentionFrom:
        return take(tokenAttention(m_session, m_comparison, m_selection, c));
    case Shade::AttentionReceived:
        break;
    }
    const ColumnState& column = m_comparison.column(c);
    if (column.trace == nullptr)
        return take({});
    const core::MapView view = m_session.shownView(c);
    const core::MapRequest request{
        view.layer, view.head,     core::Stage::Weights, {0, column.length, 0, column.length},
        1,          column.length, core::Reduction::Mean};
    m_receiving.start([this, trace = column.trace, request](const Job::Run& run) {
        auto map = core::attentionMap(*trace, request, m_pool, run.cancel());
        run.deliver([this, map = std::move(map)] { take(tokenAttentionReceived(map)); });
    });
}

void TokensPanel::take(TokenNumbers numbers)
{
    m_numbers = std::move(numbers);
    const auto shade = static_cast<Shade>(m_shade->currentData().toInt());
    const QString label = m_session.chosenColumn() < m_comparison.columns()
                              ? m_comparison.column(m_session.chosenColumn()).label
                              : QString();
    if (m_numbers.isEmpty() || m_session.chosenColumn() >= m_comparison.columns()) {
        m_page->setGrounds({});
        m_scale->setScale({}, {});
        m_about->setText({}, shade == Shade::AttentionFrom    ? tr("Click a token: it becomes the query")
                             : shade == Shade::LossDifference ? tr("This takes two columns with the same tokens")
                                                              : QString());
        return;
    }
    const QVector<QColor> shades =
        shadeColours(m_numbers, palette().color(QPalette::Base), m_comparison.column(m_session.chosenColumn()).colour);
    m_page->setGrounds(tokenGrounds(m_numbers, shades));
    m_scale->setScale(m_numbers.range, shades);
    const int read = m_comparison.column(m_session.chosenColumn()).length;
    m_about->setText({}, shade == Shade::LossDifference
                             ? tr("%1, on the first %n token(s)", nullptr, read).arg(m_numbers.what)
                             : tr("%1: %2, on the first %n token(s)", nullptr, read).arg(label, m_numbers.what));
}

View tokensView()
{
    return {.id = "tokens",
            .title = Views::tr("Text"),
            .place = Place::Tray,
            .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T),
            .size = 190,
            .figure = "text",
            .make = [](const ViewContext& context) {
                return new TokensPanel(context.session, context.comparison, context.selection, context.pool);
            }};
}

} // namespace ui
