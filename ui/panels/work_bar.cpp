// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/work_bar.h"

#include "ui/controls/duration.h"
#include "ui/controls/text_line.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QToolButton>

#include <cmath>

namespace ui {

WorkBar::WorkBar(Session& session, const Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_cancel(new QToolButton(this))
    , m_text(new TextLine(Qt::AlignLeft, this))
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("End this and go back to the length before (Escape)"));
    QSizePolicy policy = m_cancel->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // a bar that grew would make the maps smaller, and those anew
    m_cancel->setSizePolicy(policy);
    m_cancel->hide();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_cancel);
    connect(m_cancel, &QToolButton::clicked, &session, &Session::cancelLongWork);
    // Of the button: it works only while that is there. (The button's own shortcut would act a tenth of a second late.)
    connect(new QShortcut(Qt::Key_Escape, m_cancel), &QShortcut::activated, &session, &Session::cancelLongWork);
    for (const auto changed : {&Session::longWorkChanged, &Session::setupChanged})
        connect(&session, changed, this, &WorkBar::showWork);
    connect(&session, &Session::settled, this, &WorkBar::showWork);
    connect(&session, &Session::loadingChanged, this, &WorkBar::showWork);
    connect(&comparison, &Comparison::columnChanged, this, &WorkBar::showWork);
    connect(&comparison, &Comparison::thumbnailsChanged, this, &WorkBar::showWork);
}

QString WorkBar::sentence(const LongWork& work, const QString& model, std::size_t columns)
{
    const QString length = QString::number(work.length);
    QString text;
    switch (work.kind) {
    case LongWork::Kind::Pass:
        text = tr("%1 reads %2 tokens").arg(model, length);
        break;
    case LongWork::Kind::Map:
        text = tr("%1: the map at %2 tokens").arg(model, length);
        break;
    case LongWork::Kind::Heads:
        text = tr("%1: all heads at %2 tokens").arg(model, length);
        break;
    case LongWork::Kind::Perplexity:
        text = tr("%1: perplexity at length %2").arg(model, length);
        break;
    }
    text = tr("%1: %2 %").arg(text).arg(static_cast<int>(std::floor(100.0 * work.done)));
    if (!work.secondsLeft)
        return text;
    const QString left = durationText(*work.secondsLeft);
    if (!work.others)
        return tr("%1, about %2 left").arg(text, left);
    return (columns == 2 ? tr("%1, about %2 left for both models") : tr("%1, about %2 left for all models"))
        .arg(text, left);
}

void WorkBar::showWork()
{
    const auto& work = m_session.longWork();
    m_cancel->setVisible(work.has_value());
    if (work && !m_comparison.labelOf(work->column).isEmpty())
        m_text->setText({}, sentence(*work, m_comparison.labelOf(work->column), m_comparison.columns()));
    else
        m_text->setText({}, usualText());
}

QString WorkBar::usualText() const
{
    for (std::size_t c = 0; c < m_comparison.columns(); ++c)
        if (m_comparison.sharesHeadScale(c))
            return tr("Bias: %1").arg(m_comparison.thumbnailScaleText(c));
    return m_session.isBusy() ? tr("working …") : QString();
}

} // namespace ui
