// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/head_labels.h"

#include "ui/figure/plain_number.h"
#include "ui/view_models/comparison.h"
#include "ui/view_models/heads_off.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {
namespace {

struct HeadLabels
{
    Q_DECLARE_TR_FUNCTIONS(ui::HeadLabels)
};

QStringList wordsOf(core::Behaviour behaviour)
{
    switch (behaviour) {
    case core::Behaviour::Previous:
        return {HeadLabels::tr("previous %1"), HeadLabels::tr("prev %1"), HeadLabels::tr("pr %1")};
    case core::Behaviour::First:
        return {HeadLabels::tr("first %1"), HeadLabels::tr("1st %1")};
    case core::Behaviour::Induction:
        return {HeadLabels::tr("induction %1"), HeadLabels::tr("ind %1")};
    case core::Behaviour::Same:
        return {HeadLabels::tr("same %1"), HeadLabels::tr("sa %1")};
    case core::Behaviour::Far:
        return {HeadLabels::tr("far %1")};
    case core::Behaviour::Local:
        break;
    }
    return {HeadLabels::tr("local %1"), HeadLabels::tr("loc %1"), HeadLabels::tr("lo %1")};
}

QString wholePercent(double share) { return plainNumber(100.0 * share) + QStringLiteral(" %"); }

} // namespace

QStringList behaviourLabels(const core::HeadBehaviour& behaviour)
{
    const bool distance = behaviour.what == core::Behaviour::Local;
    const QString number = fixedNumber(behaviour.number, distance ? 1 : 2);
    const QString shorter = number.startsWith(QLatin1String("0.")) ? number.mid(1) : number;
    QStringList labels;
    for (const QString& words : wordsOf(behaviour.what))
        labels << words.arg(number) << words.arg(shorter);
    labels.removeDuplicates();
    return labels;
}

QStringList shortestLabels()
{
    QStringList labels;
    for (const core::Behaviour what : {core::Behaviour::Previous, core::Behaviour::First, core::Behaviour::Induction,
                                       core::Behaviour::Same, core::Behaviour::Far})
        labels.append(behaviourLabels({what, 0.88}).back());
    labels.append(behaviourLabels({core::Behaviour::Local, 2.8}).back());
    return labels;
}

QString behaviourText(const core::HeadBehaviour& behaviour)
{
    const QString share = percentText(behaviour.number);
    const QString mark = wholePercent(core::kMarkShare);
    switch (behaviour.what) {
    case core::Behaviour::Previous:
        return HeadLabels::tr("Previous token: %1 of its attention is on the token just before (said from %2 on).")
            .arg(share, mark);
    case core::Behaviour::First:
        return HeadLabels::tr("First token: %1 of its attention is on the first token, a sink (said from %2 on).")
            .arg(share, mark);
    case core::Behaviour::Induction:
        return HeadLabels::tr("Induction: where a token comes again, %1 of its attention is on what followed it before "
                              "(said from %2 on).")
            .arg(share, mark);
    case core::Behaviour::Same:
        return HeadLabels::tr("Same token: where a token comes again, %1 of its attention is on it as it was before "
                              "(said from %2 on).")
            .arg(share, mark);
    case core::Behaviour::Far:
        return HeadLabels::tr("Far: %1 of its attention lies at the training length or farther back (said from %2 on).")
            .arg(share, wholePercent(core::kFarShare));
    case core::Behaviour::Local:
        break;
    }
    return HeadLabels::tr("Local: what it attends to is %1 tokens back on average (said up to %2).")
        .arg(fixedNumber(behaviour.number, 1), plainNumber(core::kLocalDistance));
}

std::vector<HeadMark> headMarks(const Session& session, const ColumnState& column,
                                const std::vector<core::HeadMeasures>* measures)
{
    std::vector<HeadMark> marks(static_cast<std::size_t>(column.layers * column.heads));
    if (measures != nullptr)
        for (std::size_t i = 0; i < std::min(marks.size(), measures->size()); ++i)
            if (const auto behaviour = core::behaviourOf((*measures)[i]))
                marks[i] = {false, behaviourLabels(*behaviour), behaviourText(*behaviour)};
    const auto place = session.setup().placeOf(column.id);
    if (!place || column.checkpoint == nullptr || session.checkpoint(*place) != column.checkpoint)
        return marks; // another model is being read
    for (const core::HeadPlace& head : headsOff(session.setup().columns[*place], *column.checkpoint))
        if (const auto at = static_cast<std::size_t>(head.layer * column.heads + head.head); at < marks.size())
            marks[at] = {
                true, {HeadLabels::tr("off")}, HeadLabels::tr("Switched off: it adds nothing to its layer's output.")};
    return marks;
}

} // namespace ui
