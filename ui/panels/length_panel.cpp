// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/length_panel.h"

#include "ui/controls/length_slider.h"
#include "ui/library/library.h"

#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

namespace ui {
namespace {

constexpr int kShortest = 8;

}

LengthPanel::LengthPanel(Session& session, Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_slider(new LengthSlider(this))
{
    m_slider->setRange(kShortest, kUsualLength);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new QLabel(tr("Length"), this));
    layout->addWidget(m_slider, 1);
    setFocusProxy(m_slider);
    connect(&session, &Session::setupChanged, m_slider, [this] {
        const int length = m_session.setup().length;
        if (length < m_slider->minimum() && m_comparison.tokenCount() > 0)
            showRange();
        else
            m_slider->setLength(length);
    });
    connect(&session, &Session::settled, m_slider, [this](bool pictureOnly) {
        if (pictureOnly)
            m_slider->stepDone();
    });
    connect(&comparison, &Comparison::columnChanged, this, &LengthPanel::showMarks);
    connect(&comparison, &Comparison::tokensChanged, this, &LengthPanel::showRange);
    connect(m_slider, &LengthSlider::lengthChanged, this,
            [this](int length) { m_session.edit(tr("length"), [length](core::Setup& e) { e.length = length; }); });
    connect(m_slider, &LengthSlider::lengthRefused, this, &LengthPanel::refuse);
    connect(m_slider, &LengthSlider::sweepingChanged, &comparison, &Comparison::setSweeping);
    connect(m_slider, &LengthSlider::interactionStarted, &session, &Session::beginInteraction);
    connect(m_slider, &LengthSlider::interactionFinished, &session, &Session::endInteraction);
}

void LengthPanel::showRange()
{
    const int longest = std::clamp(m_comparison.tokenCount(), 1, core::kLongestLength);
    const int shortest = std::min(kShortest, m_session.setup().length); // a session may begin below the slider
    m_slider->setRange(std::min(shortest, longest), std::min(longest, kUsualLength), longest);
    m_slider->setLength(m_session.setup().length);
}

// What the models say of lengths: known before they have read the text.
void LengthPanel::showMarks()
{
    m_slider->setTrainingLengths(m_comparison.trainingLengths());
    m_slider->setLimits(m_comparison.longestInputs());
}

void LengthPanel::refuse(const QString& length)
{
    const int tokens = m_comparison.tokenCount();
    if (tokens >= core::kLongestLength) {
        m_slider->explainRefusal(tr("At most %1 tokens can be read at a time.").arg(core::kLongestLength));
        return;
    }
    const auto text = m_session.text();
    const QString there = text != nullptr && text->cut
                              ? tr("The first %1 tokens of this text were opened, so a length of %2 cannot be read.")
                              : tr("This text has %1 tokens, so a length of %2 cannot be read.");
    const core::TextChoice& choice = m_session.setup().text;
    const bool all = choice == core::TextChoice{core::TextKind::Passage, allPassages().id.toStdString()};
    m_slider->explainRefusal(there.arg(tokens).arg(length) + QLatin1Char(' ') +
                             (all || text == nullptr || text->cut
                                  ? tr("A longer text can be opened from a file.")
                                  : tr("Open a longer one, or choose “%1”.").arg(allPassages().title)));
}

} // namespace ui
