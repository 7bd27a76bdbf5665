// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/slopes_editor.h"

#include "core/position/slope_rules.h"
#include "ui/controls/slope_row.h"
#include "ui/controls/slope_text.h"
#include "ui/controls/small_type.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/ticks.h"
#include "ui/language/words.h"

#include <QAction>
#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

// The axis' labels above the rows. `row` gives it a row to line up with.
class SlopeHeader : public QWidget
{
public:
    SlopeHeader(std::function<const SlopeRow*()> row, QWidget* parent)
        : QWidget(parent)
        , m_row(std::move(row))
    {
        setFixedHeight(fontMetrics().height() + 6);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const SlopeRow* row = m_row();
        if (!row)
            return;
        QPainter painter(this);
        const SlopeColumns columns = row->columns();
        painter.translate(row->mapTo(parentWidget(), QPoint()).x() - x(), 0);
        painter.setPen(mixed(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.75));
        const QRectF reach = columns.reach;
        painter.drawText(QRectF(reach.left(), 0, reach.width(), height() - 5), Qt::AlignRight | Qt::AlignVCenter,
                         reach.isNull() ? QString() : QCoreApplication::translate("ui::SlopesEditor", "reach"));
        paintTicks(painter, columns.scale);
    }

private:
    void paintTicks(QPainter& painter, const SlopeAxis& scale) const
    {
        const QFont small = smallType(font());
        painter.setFont(small);
        const QFontMetricsF metrics(small);
        double free = -1e9;
        const auto label = [&](double x, const QString& text) {
            const double wide = metrics.horizontalAdvance(text);
            painter.drawLine(QPointF(x, height() - 4), QPointF(x, height() - 1));
            if (x - wide / 2.0 < free)
                return;
            painter.drawText(QRectF(x - wide / 2.0, 0, wide, height() - 5), Qt::AlignCenter | Qt::TextDontClip, text);
            free = x + wide / 2.0 + 5.0;
        };
        const double widest = metrics.horizontalAdvance(QStringLiteral("1/1024")) + 6.0;
        label(scale.left, QStringLiteral("0"));
        for (const double tick : octaveTicks(std::exp2(SlopeAxis::kLowest), std::exp2(SlopeAxis::kHighest),
                                             static_cast<int>((scale.right - scale.left) / widest)))
            label(scale.xOf(tick), formatSlope(tick));
    }

    std::function<const SlopeRow*()> m_row;
};

} // namespace

SlopesEditor::SlopesEditor(QWidget* parent)
    : QWidget(parent)
    , m_header(new SlopeHeader([this] { return m_rows.isEmpty() ? nullptr : m_rows.first(); }, this))
    , m_scroll(new QScrollArea(this))
    , m_explanation(new QLabel(this))
{
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(4, 4, 4, 4);
    page->setSpacing(2);
    buildTools(page);
    page->addWidget(m_header);
    page->addWidget(m_scroll, 1);
    page->addWidget(m_explanation, 1);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_explanation->setWordWrap(true);
    m_explanation->setTextFormat(Qt::PlainText);
    m_explanation->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    connect(&m_interaction, &Interaction::started, this, &SlopesEditor::interactionStarted);
    connect(&m_interaction, &Interaction::finished, this, &SlopesEditor::interactionFinished);
    setUnavailable(tr("No model with slopes is open."));
}

void SlopesEditor::buildTools(QVBoxLayout* page)
{
    m_presets = new QPushButton(tr("Presets"), this);
    auto* menu = new QMenu(m_presets);
    m_presets->setMenu(menu);
    for (const core::SlopeRule& rule : core::slopeRules())
        if (!rule.ofCode && rule.growth == core::SlopeGrowth::Linear) { // growth is a switch
            QAction* action = menu->addAction(words(rule.label), this, [this, &rule] { apply(rule); });
            action->setToolTip(words(rule.about));
        }
    menu->setToolTipsVisible(true);
    m_reset = new QPushButton(tr("Reset"), this);
    m_reset->setToolTip(tr("Give every head its official slope again"));
    connect(m_reset, &QPushButton::clicked, this, [this] { apply(core::slopeRule("official")); });
    auto* tools = new QHBoxLayout;
    tools->addWidget(m_presets);
    tools->addWidget(m_reset);
    tools->addStretch(1);
    page->addLayout(tools);
}

// The official ones are those that setSlopes() was told of.
void SlopesEditor::apply(const core::SlopeRule& rule)
{
    if (m_slopes.isEmpty())
        return;
    QVector<double> slopes = m_official;
    if (rule.id != "official") {
        const std::vector<double> made =
            rule.make({m_slopes.constData(), static_cast<std::size_t>(m_slopes.size())}, m_draw);
        slopes = {made.begin(), made.end()};
        for (double& slope : slopes)
            slope = std::clamp(slope, -kLargestSlope, kLargestSlope);
        m_draw += rule.drawn ? 1 : 0;
    }
    if (slopes.size() != m_slopes.size())
        return; // no official values to go back to
    m_interaction.begin();
    const bool changed = slopes != m_slopes;
    setSlopes(slopes, m_official);
    for (SlopeRow* row : std::as_const(m_rows))
        row->setSlope(row->slope()); // a preset also takes back text that was not accepted
    if (changed)
        emit slopesChanged(m_slopes);
    m_interaction.end();
}

void SlopesEditor::setSlopes(const QVector<double>& slopes, const QVector<double>& official)
{
    if (slopes.isEmpty())
        return setUnavailable(tr("This model has no slopes."));
    if (slopes.size() != m_rows.size())
        rebuildRows(static_cast<int>(slopes.size()));
    m_slopes = slopes;
    m_official = official;
    for (int head = 0; head < m_rows.size(); ++head) {
        m_rows[head]->setOfficial(head < official.size() ? std::optional(official[head]) : std::nullopt);
        if (m_rows[head]->slope() != slopes[head])
            m_rows[head]->setSlope(slopes[head]);
    }
    m_reset->setEnabled(official.size() == slopes.size());
    m_presets->menu()->actions().first()->setEnabled(official.size() == slopes.size());
    showExplanation({});
}

void SlopesEditor::setShownHead(int head)
{
    for (int row = 0; row < m_rows.size(); ++row) {
        const bool comes = row == head && !m_rows[row]->isShown();
        m_rows[row]->setShown(row == head);
        if (comes)
            m_scroll->ensureWidgetVisible(m_rows[row], 0, m_rows[row]->height() / 2);
    }
}

void SlopesEditor::setUnavailable(const QString& explanation)
{
    m_slopes.clear();
    m_official.clear();
    rebuildRows(0);
    showExplanation(explanation);
}

void SlopesEditor::showExplanation(const QString& text)
{
    const bool available = text.isEmpty();
    m_explanation->setText(text);
    m_explanation->setVisible(!available);
    m_header->setVisible(available);
    m_scroll->setVisible(available);
    m_presets->setVisible(available);
    m_reset->setVisible(available);
}

// ── rows ───────────────────────────────────────────────────────────────────────────────────────────────────────────

void SlopesEditor::rebuildRows(int heads)
{
    m_rows.clear();
    m_tabStop = 0;
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 4, 0);
    column->setSpacing(1);
    for (int head = 0; head < heads; ++head)
        column->addWidget(newRow(head, heads));
    column->addStretch(1);
    content->installEventFilter(this);
    m_scroll->setWidget(content); // deletes the rows that were
    makeTabStop(0);
}

SlopeRow* SlopesEditor::newRow(int head, int heads)
{
    auto* row = new SlopeRow(head, heads, m_interaction);
    m_rows.append(row);
    connect(row, &SlopeRow::slopeChosen, this, [this, head](double slope) {
        m_slopes[head] = slope;
        emit slopesChanged(m_slopes);
    });
    connect(row, &SlopeRow::rowWanted, this, [this, head](int step) { moveFocus(head + step); });
    connect(row, &SlopeRow::headClicked, this, [this, head] { emit headClicked(head); });
    connect(row, &SlopeRow::focused, this, [this, head] { makeTabStop(head); });
    return row;
}

void SlopesEditor::moveFocus(int head)
{
    if (head < 0 || head >= m_rows.size())
        return;
    m_rows[head]->setFocus(Qt::OtherFocusReason);
    m_scroll->ensureWidgetVisible(m_rows[head], 0, m_rows[head]->height());
}

// Tab enters the list once and leaves it, instead of visiting every head.
void SlopesEditor::makeTabStop(int head)
{
    if (m_tabStop < m_rows.size())
        m_rows[m_tabStop]->setFocusPolicy(Qt::ClickFocus);
    m_tabStop = head;
    if (m_tabStop < m_rows.size())
        m_rows[m_tabStop]->setFocusPolicy(Qt::StrongFocus);
}

void SlopesEditor::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        m_header->setFixedHeight(fontMetrics().height() + 6);
    QWidget::changeEvent(event);
}

bool SlopesEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        m_header->update(); // a scroll bar came or went: the axis moved
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
