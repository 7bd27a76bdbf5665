// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/continued_view.h"

#include "core/eval/attention_row.h"
#include "core/render/colour_map.h"
#include "ui/controls/text_line.h"
#include "ui/figure/series_colours.h"
#include "ui/heatmap/heatmap_view.h"
#include "ui/plot/token_page.h"
#include "ui/settings/look.h"
#include "ui/view_models/continued_words.h"

#include <QBoxLayout>
#include <QScrollBar>

#include <algorithm>

namespace ui {

ContinuedView::ContinuedView(QWidget* parent)
    : QWidget(parent)
    , m_heading(new TextLine(Qt::AlignLeft, this))
    , m_page(new TokenPage(this))
    , m_map(new HeatmapView(this))
{
    m_page->setDescription([this](int token) { return continuedDescription(m_text, m_column, m_judge, token); });
    QScrollBar* bar = m_page->verticalScrollBar();
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar] {
        if (m_follows)
            bar->setValue(bar->maximum());
    });
    connect(bar, &QScrollBar::actionTriggered, this, // by a person
            [this, bar] { m_follows = bar->sliderPosition() >= bar->maximum(); });
    m_map->setMinimumHeight(0);
    m_map->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Ignored);
    auto* body = new QHBoxLayout;
    body->setSpacing(look::kNear);
    body->addWidget(m_page, 1);
    body->addWidget(m_map);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_heading);
    layout->addLayout(body, 1);
    connect(m_page, &TokenPage::tokenClicked, this,
            [this](int token) { emit tokenClicked(std::max(0, token - m_text.prompt + 1)); });
    const auto read = [this](int query, int key) { m_map->setReadout(continuedCell(m_text, m_column, query, key)); };
    connect(m_map, &HeatmapView::hovered, this, read);
    connect(m_map, &HeatmapView::cellClicked, this, read);
    connect(m_map, &HeatmapView::hoverLeft, this, [this] { m_map->setReadout({}); });
}

// The map is as wide as it is high, as long as most of the room is the text's.
void ContinuedView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_map->setFixedWidth(std::clamp(height() - m_heading->height(), width() / 5, 2 * width() / 5));
}

void ContinuedView::show(const ContinuedText& text, const ColumnState& column, const QString& judge,
                         std::optional<int> chosen, const QVector<QColor>& shades, const core::ValueRange& range)
{
    if (m_column.checkpoint != column.checkpoint)
        m_labelled.clear(); // perhaps other tokens
    m_text = text;
    m_column = column;
    m_judge = judge;
    m_page->setAccessibleName(tr("What %1 writes").arg(column.label));
    m_map->setAccessibleName(tr("Attention of %1 over what it writes").arg(column.label));
    const QString summary = continuedSummary(text, column, judge);
    m_heading->setText(column.label,
                       QStringLiteral("  ") +
                           (text.trouble.isEmpty() ? summary : QStringLiteral("%1 · %2").arg(text.trouble, summary)));
    m_heading->setToolTip(tr("%1\nPerplexity: how many equally likely tokens the model that is named hesitates between "
                             "on average, at temperature 1, of the tokens that %2 wrote.")
                              .arg(m_heading->text().simplified(), column.label));
    showTokens();
    m_page->setDimmed(text.prompt);
    m_page->setGrounds(tokenGrounds(continuedNumbers(text), shades));
    m_page->setMark(column.trainingLength < m_page->tokens() ? column.trainingLength : 0,
                    tr("trained %1").arg(column.trainingLength), trainingColour());
    m_page->setChosen(chosen ? std::optional(text.prompt - 1 + *chosen) : std::nullopt);
    m_page->setAccessibleDescription(
        m_page->chosen() ? continuedDescription(m_text, m_column, m_judge, *m_page->chosen()) : QString());
    showMap(chosen, range);
}

// Labels of tokens that stay are kept.
void ContinuedView::showTokens()
{
    if (m_column.checkpoint == nullptr)
        return;
    const core::Tokenizer& tokenizer = m_column.checkpoint->needTokenizer();
    const auto same = std::ranges::mismatch(m_labelled, m_text.tokens).in1 - m_labelled.begin();
    m_labels.resize(same);
    m_ends.resize(same);
    for (auto i = static_cast<std::size_t>(same); i < m_text.tokens.size(); ++i) {
        const int token = m_text.tokens[i];
        const bool known = token < tokenizer.size();
        m_labels.append(known ? QString::fromStdString(tokenizer.displayOf(token)) : QStringLiteral("–"));
        m_ends.append(known && tokenizer.bytesOf(token).find('\n') != std::string::npos);
    }
    m_labelled = m_text.tokens;
    m_page->setTokens(m_labels, m_ends);
}

void ContinuedView::showMap(std::optional<int> chosen, const core::ValueRange& range)
{
    if (m_text.map == nullptr || m_text.trace == nullptr) {
        m_map->setMap(nullptr, {}, "viridis");
        m_map->setCrosshair(std::nullopt);
        return;
    }
    const core::MapRequest& head = m_text.map->request;
    QStringList places = m_labels;
    places.resize(head.region.queries); // those to come have no name yet
    m_map->setAccent(m_column.colour);
    m_map->setTrainingLength(m_column.trainingLength);
    m_map->setTokens(places);
    m_map->setMap(m_text.map, range, std::string(core::defaultColourMapId(core::Stage::Weights, range)));
    const int last = static_cast<int>(m_text.tokens.size()) - 1;
    const int query = std::clamp(chosen ? m_text.prompt - 1 + *chosen : last, 0, last);
    const core::Index key = core::strongestKey(core::attentionRow(*m_text.trace, head.layer, head.head, query));
    m_map->setCrosshair(HeatmapView::Cell{query, static_cast<int>(key)});
}

QSize ContinuedView::minimumSizeHint() const
{
    constexpr int lines = 6;
    const int line = fontMetrics().lineSpacing() + 3;
    return {10 * line, m_heading->sizeHint().height() + lines * line};
}

QString ContinuedView::heading() const { return m_heading->text(); }

} // namespace ui
