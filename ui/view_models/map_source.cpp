// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/map_source.h"

#include <QStringList>

namespace ui {

MapContent mapContentOf(const Comparison& comparison, std::size_t c)
{
    const ColumnState& column = comparison.column(c);
    const Comparison::ShownMap shown = comparison.shownDetail(c);
    MapContent content;
    content.message = column.error.isEmpty() ? shown.message : column.error;
    content.map = shown.map;
    content.scale = shown.scale;
    content.colourMapId = shown.colourMapId;
    content.title = shown.title;
    content.valueLabel = shown.valueLabel;
    content.length = column.length;
    content.trainingLength = column.trainingLength;
    if (shown.map != nullptr)
        content.region = shown.map->request.region;
    if (column.labels != nullptr)
        content.tokens = column.labels->mid(0, column.length);
    return content;
}

MapSource mapSourceOf(const Session& session, const Comparison& comparison, std::size_t column)
{
    const ColumnState& state = comparison.column(column);
    QStringList switches;
    for (const ShownSwitch& shown : comparison.switches(column))
        switches.append(shown.text);
    const auto text = session.text();
    QString minus;
    if (const auto& difference = session.setup().view.difference; difference && difference->minuend == state.id)
        for (std::size_t c = 0; c < comparison.columns(); ++c)
            if (comparison.column(c).id == difference->subtrahend)
                minus = comparison.column(c).label;
    return {
        state.label, minus, switches.join(QStringLiteral(", ")), state.trainingLength, text ? text->title : QString(),
        state.length};
}

QString mapFileName(const MapSource& source, const core::MapRequest& request)
{
    QString name;
    const QString models =
        source.minus.isEmpty() ? source.model : source.model + QStringLiteral("-minus-") + source.minus;
    for (const QChar letter : models.toLower())
        name += letter.isLetterOrNumber() ? letter : QLatin1Char('-');
    return QStringLiteral("%1-layer%2-head%3-%4")
        .arg(name)
        .arg(request.layer)
        .arg(request.head)
        .arg(stageName(request.stage));
}

} // namespace ui
