// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/live_run_row.h"

#include "ui/controls/field_message.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/heatmap/heatmap_view.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QTextDocument>
#include <QTextEdit>
#include <QToolButton>

#include <cmath>

namespace ui {
namespace {

QString countText(double count)
{
    if (count >= 1e6)
        return LiveRunRow::tr("%1 M").arg(plainNumber(count / 1e6, 3));
    return count >= 1e4 ? LiveRunRow::tr("%1 k").arg(plainNumber(std::round(count / 1e3)))
                        : plainNumber(std::round(count));
}

// Leaves Space to the panel, which plays and pauses.
class SampleText : public QTextEdit
{
public:
    using QTextEdit::QTextEdit;

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_Space)
            event->ignore();
        else
            QTextEdit::keyPressEvent(event);
    }
};

} // namespace

LiveRunRow::LiveRunRow(QWidget* parent)
    : QWidget(parent)
    , m_chip(new QLabel(this))
    , m_line(new QLabel(this))
    , m_save(new QToolButton(this))
    , m_trouble(new QLabel(this))
    , m_map(new HeatmapView(this))
    , m_sample(new SampleText(this))
{
    m_chip->setFixedSize(12, 12);
    m_line->setTextFormat(Qt::RichText);
    m_line->setWordWrap(true);
    m_save->setText(tr("Save …"));
    m_save->setToolTip(tr("Write this run's weights, its losses and how it came about into a new folder"));
    m_trouble->setObjectName(QStringLiteral("trouble"));
    m_trouble->setWordWrap(true);
    m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_trouble->hide();
    m_map->setMinimumSize(140, 150);
    m_map->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored); // several runs fit without scrolling
    m_sample->setReadOnly(true);
    m_sample->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sample->setFocusPolicy(Qt::ClickFocus);
    m_sample->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere); // young models write endless words
    m_sample->setFrameShape(QFrame::NoFrame);
    m_sample->viewport()->setAutoFillBackground(false);
    m_sample->document()->setDocumentMargin(0);
    m_sample->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_sample->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(6);
    heading->addWidget(m_chip);
    heading->addWidget(m_line, 1);
    heading->addWidget(m_save);
    auto* body = new QHBoxLayout;
    body->addWidget(m_map, 1);
    body->addWidget(m_sample, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 2, 0, 2);
    layout->setSpacing(2);
    layout->addLayout(heading);
    layout->addWidget(m_trouble);
    layout->addLayout(body, 1);
    connect(m_save, &QToolButton::clicked, this, &LiveRunRow::saveAsked);
    connect(m_map, &HeatmapView::hovered, this, &LiveRunRow::showReadout);
    connect(m_map, &HeatmapView::cellClicked, this, &LiveRunRow::showReadout);
}

void LiveRunRow::show(const LiveRunView& run, const LiveView& view)
{
    const QColor colour = encodingShade(run.encoding, run.nth);
    m_chip->setStyleSheet(QStringLiteral("background: %1; border-radius: 6px").arg(colour.name()));
    QStringList parts{QStringLiteral("<b>%1</b>").arg(run.label.toHtmlEscaped()), tr("step %1").arg(run.step)};
    if (run.step > 0) {
        parts.append(tr("loss %1").arg(plainNumber(run.loss, 3)));
        if (!run.heldOut.empty())
            parts.append(tr("held out %1").arg(plainNumber(run.heldOut.back().nll, 3)));
        parts.append(tr("%1 tokens").arg(countText(static_cast<double>(run.tokens))));
        parts.append(tr("%1 tokens/s").arg(countText(run.tokensPerSecond)));
        parts.append(tr("%1 s").arg(plainNumber(std::round(run.seconds))));
    }
    m_line->setText(parts.join(QStringLiteral(" · ")));
    m_line->setToolTip(tr("loss: mean nats per token over the last steps; held out: of the last tenth of each text, "
                          "which is never learned from, read %1 tokens at a time")
                           .arg(view.plan.length));
    m_save->setAccessibleName(tr("Save the run %1").arg(run.label));
    const QColor warning = wrongColour(palette().color(QPalette::Window));
    m_trouble->setStyleSheet(QStringLiteral("color: %1").arg(warning.name()));
    m_trouble->setText(run.trouble);
    m_trouble->setVisible(!run.trouble.isEmpty());
    showMap(run, view);
    if (m_sampleStep == run.sampleStep)
        return;
    m_sampleStep = run.sampleStep;
    const auto html = [](const QString& text) {
        return text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("↵ ")); // lines cost height
    };
    // Not the placeholders' colour: the desktop's may be a see-through one, which HTML cannot say.
    const QColor dim = mixed(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.6);
    m_sample->setHtml(QStringLiteral("<span style=\"color:%1\">%2<br>%3</span>%4")
                          .arg(dim.name(), tr("at step %1:").arg(run.sampleStep), html(view.prompt), html(run.sample)));
}

void LiveRunRow::showMap(const LiveRunView& run, const LiveView& view)
{
    if (m_labels != view.labels || m_shown == nullptr) {
        m_labels = view.labels;
        m_map->setAccessibleName(tr("Attention of the run %1").arg(run.label));
        m_map->setAccent(encodingShade(run.encoding, run.nth));
        m_map->setTrainingLength(view.plan.length);
        m_map->setTokens(m_labels);
    }
    if (m_shown == run.map)
        return;
    m_shown = run.map;
    m_map->setMap(run.map, run.range, std::string(core::defaultColourMapId(core::Stage::Weights, run.range)));
}

// The map has every cell, so its values are the weights themselves.
void LiveRunRow::showReadout(int query, int key)
{
    if (m_shown == nullptr || query >= m_shown->values.rows() || key >= m_shown->values.cols())
        return;
    const QString places = tr("query %1 “%2” looks at key %3 “%4”")
                               .arg(query)
                               .arg(m_labels.value(query))
                               .arg(key)
                               .arg(m_labels.value(key));
    m_map->setReadout(places + QLatin1Char('\n') +
                      (key > query
                           ? tr("masked: a token never sees what comes after it")
                           : tr("weight %1").arg(plainNumber(static_cast<double>(m_shown->values(query, key))))));
}

QString LiveRunRow::line() const
{
    QTextDocument document;
    document.setHtml(m_line->text());
    return document.toPlainText();
}

QString LiveRunRow::trouble() const { return m_trouble->text(); }

} // namespace ui
