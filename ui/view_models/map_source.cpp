// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/map_source.h"

#include <QStringList>

namespace ui {

MapSource mapSourceOf(const Session& session, const Comparison& comparison, std::size_t column)
{
    const ColumnState& state = comparison.column(column);
    QStringList switches;
    for (const ShownSwitch& shown : comparison.switches(column))
        switches.append(shown.text);
    const auto text = session.text();
    return {state.label, switches.join(QStringLiteral(", ")), state.trainingLength, text ? text->title : QString(),
            state.length};
}

QString mapFileName(const MapSource& source, const core::MapRequest& request)
{
    QString name;
    for (const QChar letter : source.model.toLower())
        name += letter.isLetterOrNumber() ? letter : QLatin1Char('-');
    return QStringLiteral("%1-layer%2-head%3-%4")
        .arg(name)
        .arg(request.layer)
        .arg(request.head)
        .arg(stageName(request.stage));
}

} // namespace ui
