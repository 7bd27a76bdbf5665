// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/continue_bar.h"

#include "ui/controls/number_box.h"
#include "ui/figure/plain_number.h"
#include "ui/plot/scale_bar.h"
#include "ui/settings/look.h"
#include "ui/view_models/token_shades.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace ui {
namespace {

NumberBox* optionBox(NumberBox::Kind kind, double low, double high, double value, double step, QWidget* parent)
{
    auto* box = new NumberBox(kind, parent);
    box->setRange(low, high);
    box->setDigits(3);
    box->setSingleStep(step);
    box->setValue(value);
    return box;
}

} // namespace

ContinueBar::ContinueBar(QWidget* parent)
    : QWidget(parent)
    , m_lines(new QVBoxLayout(this))
    , m_rewind(new QToolButton(this))
    , m_play(new QToolButton(this))
    , m_back(new QToolButton(this))
    , m_step(new QToolButton(this))
    , m_branch(new QToolButton(this))
    , m_before(new QToolButton(this))
    , m_take(new QToolButton(this))
    , m_pace(new QLabel(this))
{
    using Kind = NumberBox::Kind;
    const ContinuationOptions usual;
    m_from = optionBox(Kind::Whole, 1, kLongestContinuation - 1, 32, 1, this);
    m_temperature = optionBox(Kind::Real, 0, 10, usual.sampling.temperature, 0.1, this);
    m_topK = optionBox(Kind::Whole, 0, 99'999, usual.sampling.topK, 1, this);
    m_topP = optionBox(Kind::Real, 0.01, 1, usual.sampling.topP, 0.05, this);
    m_seed = optionBox(Kind::Whole, 0, 9'999, static_cast<double>(usual.seed), 1, this);
    m_speed = optionBox(Kind::Whole, 1, 2'000, usual.speed, 5, this);
    m_judge = new QComboBox(this);
    m_scale = new ScaleBar(this);
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(look::kNear);
    buildTransport();
    buildOptions();
    arrange();
}

QWidget* ContinueBar::group()
{
    auto* group = new QWidget(this);
    auto* row = new QHBoxLayout(group);
    row->setContentsMargins(0, 0, look::kApart - look::kNear, 0);
    row->setSpacing(look::kNear);
    m_groups.push_back(group);
    return group;
}

void ContinueBar::buildTransport()
{
    const struct
    {
        QToolButton* button;
        QString text;
        QString name;
        QString about;
    } entries[]{
        {m_rewind, QStringLiteral("|◀"), tr("Back to the prompt"), tr("Back to where the texts go on from")},
        {m_play, {}, {}, tr("Let all columns write, or pause (Space)")},
        {m_back, tr("−1", "token"), tr("Back"), tr("One token back in every column")},
        {m_step, tr("+1", "token"), tr("Step"), tr("One token in every column")},
        {m_branch, tr("Another branch"), tr("Another branch"),
         tr("Another seed: behind the token that was clicked, one token; else another text behind the prompt, as long "
            "as this one")},
        {m_before, QStringLiteral("↶"), tr("Branch before"),
         tr("Back to the text that another branch took the place of")},
        {m_take, tr("Show in the maps"), tr("Show in the maps"),
         tr("What the chosen column has written becomes the text of all columns; Undo brings back the one before")},
    };
    QLayout* row = group()->layout();
    for (const auto& entry : entries) {
        entry.button->setText(entry.text);
        entry.button->setAccessibleName(entry.name);
        entry.button->setToolTip(entry.about);
        row->addWidget(entry.button);
    }
    m_play->setMinimumWidth(fontMetrics().horizontalAdvance(tr("❚❚ Pause")) + 24);
    m_pace->setMinimumWidth(fontMetrics().horizontalAdvance(tr("%1 tokens/s").arg(2000)));
    row->addWidget(m_pace);
}

void ContinueBar::buildOptions()
{
    QLayout* row = nullptr;
    const auto add = [&](const QString& name, QWidget* field, const QString& about) {
        auto* label = new QLabel(name, this);
        label->setBuddy(field);
        label->setToolTip(about);
        field->setToolTip(about);
        row->addWidget(label);
        row->addWidget(field);
    };
    row = group()->layout();
    add(tr("From"), m_from, tr("So many tokens of the text are the prompt that all columns go on from"));
    add(tr("Temperature"), m_temperature,
        tr("What the logits are divided by before a token is drawn; 0: always the likeliest token"));
    row = group()->layout();
    add(tr("Top-k"), m_topK, tr("Draws among so many likeliest tokens; 0: among all"));
    add(tr("Top-p"), m_topP,
        tr("Draws among the fewest likeliest tokens that have this share of the probability; 1: among all"));
    row = group()->layout();
    add(tr("Seed"), m_seed, tr("The same seed gives the same text; all columns draw with the same numbers"));
    add(tr("Speed"), m_speed, tr("Tokens a second in each column, at most"));
    row = group()->layout();
    add(tr("Surprise of"), m_judge,
        tr("Whose surprise the tokens are shaded by, −log p of every token that was written. A model that falls apart "
           "seldom surprises itself; one that reads the same text and does not fall apart shows it."));
    m_judge->setAccessibleName(tr("Whose surprise the tokens are shaded by"));
    row->addWidget(m_scale);
    for (NumberBox* box : {m_temperature, m_topK, m_topP, m_seed, m_speed})
        connect(box, &NumberBox::valueChanged, this, &ContinueBar::optionsChanged);
    connect(m_from, &NumberBox::valueChanged, this, [this] {
        m_fromChosen = true;
        emit fromChanged();
    });
    connect(m_judge, &QComboBox::activated, this, [this] {
        m_judgeChosen = true;
        emit judgeChanged();
    });
}

QSize ContinueBar::minimumSizeHint() const
{
    int widest = 0;
    for (const QWidget* part : m_groups)
        widest = std::max(widest, part->minimumSizeHint().width());
    return {widest, m_lines->minimumSize().height()};
}

// Groups one behind the other, in a new line where one does not fit.
void ContinueBar::arrange()
{
    std::vector<std::vector<QWidget*>> lines(1);
    int used = 0;
    for (QWidget* part : m_groups) {
        const int wide = part->sizeHint().width() + look::kNear;
        if (!lines.back().empty() && used + wide > width()) {
            lines.emplace_back();
            used = 0;
        }
        lines.back().push_back(part);
        used += wide;
    }
    if (lines == m_arranged)
        return;
    m_arranged = lines;
    while (QLayoutItem* line = m_lines->takeAt(0))
        delete line; // the widgets stay
    for (const auto& line : m_arranged) {
        auto* row = new QHBoxLayout;
        row->setSpacing(look::kNear);
        for (QWidget* part : line)
            row->addWidget(part);
        row->addStretch(1);
        m_lines->addLayout(row);
    }
}

bool ContinueBar::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest) // letters of another size, another label
        arrange();
    return QWidget::event(event);
}

void ContinueBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

ContinuationOptions ContinueBar::options() const
{
    ContinuationOptions options;
    options.sampling = {m_temperature->value(), m_topK->wholeValue(), m_topP->value()};
    options.seed = static_cast<std::uint64_t>(m_seed->wholeValue());
    options.speed = m_speed->value();
    return options;
}

int ContinueBar::from() const { return m_from->wholeValue(); }
int ContinueBar::judge() const { return m_judge->currentData().toInt(); }

void ContinueBar::setPrompt(int most, int usual)
{
    const QSignalBlocker quiet(m_from);
    m_from->setRange(1, std::max(1, most));
    if (!m_fromChosen)
        m_from->showValue(std::clamp(usual, 1, std::max(1, most)));
}

void ContinueBar::setJudges(const QVector<std::pair<int, QString>>& columns)
{
    QVector<std::pair<int, QString>> wanted = columns;
    wanted.append({0, tr("each text's own model")});
    QVector<std::pair<int, QString>> present;
    for (int i = 0; i < m_judge->count(); ++i)
        present.append({m_judge->itemData(i).toInt(), m_judge->itemText(i)});
    if (present == wanted)
        return;
    const int before = judge();
    m_judge->clear();
    for (const auto& [id, label] : wanted)
        m_judge->addItem(label, id);
    m_judge->setCurrentIndex(m_judgeChosen ? std::max(0, m_judge->findData(before)) : 0);
}

void ContinueBar::setShades(const QVector<QColor>& shades) { m_scale->setScale({0.0, kDarkLoss}, shades); }

void ContinueBar::setState(const ContinuationView& view)
{
    m_play->setText(view.playing ? tr("❚❚ Pause") : tr("▶ Play"));
    m_play->setAccessibleName(view.playing ? tr("Pause") : tr("Play"));
    m_play->setEnabled(view.playing || view.canGoOn || !view.ready); // a press while prompts are read counts
    m_step->setEnabled(view.canGoOn);
    m_branch->setEnabled(view.ready && (view.canGoOn || view.written > 0));
    m_before->setEnabled(view.branches > 0);
    m_back->setEnabled(view.written > 0);
    m_rewind->setEnabled(view.written > 0);
    m_take->setEnabled(view.written > 0);
    m_pace->setText(view.tokensPerSecond > 0.0 ? tr("%1 tokens/s").arg(plainNumber(view.tokensPerSecond, 2))
                                               : QString());
}

void ContinueBar::nextSeed() { m_seed->setValue(m_seed->value() < m_seed->maximum() ? m_seed->value() + 1.0 : 0.0); }

} // namespace ui
