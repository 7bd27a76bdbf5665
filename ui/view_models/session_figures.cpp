// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/session_figures.h"

#include "core/base/error.h"
#include "core/model/encoding_shape.h"
#include "core/setup/session_file.h"
#include "ui/figure/bars_figure.h"
#include "ui/figure/encoding_figure.h"
#include "ui/figure/heads_figure.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/sheet.h"
#include "ui/session/session_store.h"
#include "ui/view_models/cell_content.h"
#include "ui/view_models/figure_sheets.h"
#include "ui/view_models/head_labels.h"
#include "ui/view_models/map_source.h"
#include "ui/view_models/row_curves.h"
#include "ui/view_models/shown_curves.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <set>
#include <string>
#include <utility>

namespace ui {
namespace {

constexpr double kMapShare = 0.93; // height of a map of the width, with its axes and bar
constexpr int kLeastMap = 170;     // units: narrower maps have no labels
constexpr int kGoodMap = 240;      // those of several are that wide where two find room
QString titleOf(const MapSource& source)
{
    return source.minus.isEmpty() ? source.model : QStringLiteral("%1 − %2").arg(source.model, source.minus);
}

void needMap(const MapContent& content)
{
    if (content.map == nullptr)
        throw content.message.isEmpty() ? core::error("There is no map to draw.")
                                        : core::error("{}", content.message.toStdString());
}

std::unique_ptr<Figure> drawMap(const FigureScene& scene)
{
    const MapContent& content = scene.maps.front().front();
    needMap(content);
    if (!content.message.isEmpty())
        throw core::error("{}: there is nothing to draw.", content.message.toStdString());
    const MapSource source = mapSourceOf(scene.session, scene.comparison, 0);
    return sheetOf(scene, titleOf(source), mapCaption(source, *content.map, content.scale), kMapShare, 1,
                   [&](QSize room) -> SheetParts { return {std::make_shared<MapFigure>(content, room, scene.style)}; });
}

// Maps side by side, as many as find room for their labels.
std::unique_ptr<Figure> drawMaps(const FigureScene& scene, const QString& title, const QString& caption,
                                 const std::vector<MapContent>& maps)
{
    const int width = roomFor(scene.options, 1.0).width();
    const auto count = static_cast<int>(maps.size());
    const int most = std::clamp(width / kGoodMap, width >= 2 * kLeastMap ? std::min(2, count) : 1, count);
    const int rows = (count + most - 1) / most;
    const int across = (count + rows - 1) / rows; // rows equally long
    return sheetOf(scene, title, caption, kMapShare * rows / across, across, [&](QSize room) {
        SheetParts parts;
        for (const MapContent& map : maps)
            parts.push_back(
                std::make_shared<MapFigure>(map, QSize(room.width() / across, room.height() / rows), scene.style));
        return parts;
    });
}

std::unique_ptr<Figure> drawColumns(const FigureScene& scene)
{
    std::vector<MapContent> maps;
    QStringList sentences;
    const std::vector<MapContent>& columns = scene.maps.front();
    for (std::size_t c = 0; c < columns.size(); ++c) {
        MapContent map = columns[c];
        needMap(map);
        const MapSource source = mapSourceOf(scene.session, scene.comparison, c);
        map.title = titleOf(source);
        sentences.append(modelSentence(source));
        maps.push_back(std::move(map));
    }
    const core::MapRequest& request = maps.front().map->request;
    const QString head =
        FigureWords::tr("Layer %1, head %2, %3.").arg(request.layer).arg(request.head).arg(stageUnit(request.stage));
    return drawMaps(scene, {}, (QStringList{head, textOf(scene)} + sentences).join(QLatin1Char(' ')), maps);
}

std::unique_ptr<Figure> drawStages(const FigureScene& scene)
{
    std::vector<MapContent> maps;
    for (const std::vector<MapContent>& columns : scene.maps) {
        MapContent map = columns.front();
        needMap(map);
        map.title = stageName(map.map->request.stage);
        map.valueLabel = QStringLiteral(" "); // the title says it
        maps.push_back(std::move(map));
    }
    const MapSource source = mapSourceOf(scene.session, scene.comparison, 0);
    const core::MapRequest& request = maps.front().map->request;
    const QString caption = FigureWords::tr("%1 Layer %2, head %3: content q·k/√d + bias = score; softmax of each row "
                                            "makes the weights. %4")
                                .arg(modelSentence(source))
                                .arg(request.layer)
                                .arg(request.head)
                                .arg(textSentence(source));
    return drawMaps(scene, source.model, caption, maps);
}

std::unique_ptr<Figure> drawGrid(const FigureScene& scene)
{
    const Comparison& comparison = scene.comparison;
    const ColumnState& column = comparison.column(0);
    std::vector<HeadMap> heads;
    for (int layer = 0; layer < column.layers; ++layer)
        for (int head = 0; head < column.heads; ++head) {
            const auto& map = column.thumbnails[static_cast<std::size_t>(layer * column.heads + head)];
            const core::ColourScale scale = comparison.thumbnailScale(0, layer, head);
            const core::Stage stage = scene.session.shownView(0).stage;
            heads.push_back({map, scale, std::string(core::defaultColourMapId(stage, scale.ends()))});
        }
    const MapSource source = mapSourceOf(scene.session, comparison, 0);
    const QString caption = FigureWords::tr("%1 All heads, %2; query 0 at the top, key 0 at the left; %3. %4")
                                .arg(modelSentence(source), stageUnit(scene.session.shownView(0).stage),
                                     comparison.thumbnailScaleText(0), textSentence(source));
    const HeadsContent content{column.layers, column.heads, {}};
    return sheetOf(scene, source.model, caption, 1.0, 1, [&](QSize room) -> SheetParts {
        if (scene.options.height == 0.0)
            room.setHeight(HeadsLayout(content, {room.width(), 4 * room.width()}, scene.style.font).bottom());
        return {std::make_shared<HeadsFigure>(content, std::move(heads), room, scene.style,
                                              headMarks(scene.session, column, nullptr))};
    });
}

// On paper no tooltip explains a legend's marks: the caption says where numbers come from, once where that is the same
// of all.
QString originSentence(QVector<Curve>& curves)
{
    std::set<Origin> origins;
    for (const Curve& curve : curves)
        if (curve.origin)
            origins.insert(*curve.origin);
    QStringList sentences;
    for (const Origin origin : origins)
        sentences.append(originAbout(origin));
    if (origins.size() > 1)
        return sentences.join(QLatin1Char(' '));
    for (Curve& curve : curves)
        curve.origin.reset();
    // What was measured of which models and text the caption says anyway.
    return origins.contains(Origin::Formula) ? FigureWords::tr("Worked out from the encoding’s rule and what the model "
                                                               "has learned for it; no text was read.")
                                             : QString();
}

std::unique_ptr<Figure> drawCurves(const FigureScene& scene, CurvesContent content, QString caption)
{
    if (const QString origin = originSentence(content.curves); !origin.isEmpty())
        caption += QLatin1Char(' ') + origin;
    return sheetOf(scene, {}, caption, kCurveShare, 1, [&](QSize room) -> SheetParts {
        return {std::make_shared<CurvesFigure>(
            std::move(content), room.expandedTo(CurvesFigure::leastSize(scene.style.font)), scene.style)};
    });
}

std::unique_ptr<Figure> drawPerplexity(const FigureScene& scene)
{
    const Comparison& comparison = scene.comparison;
    const auto text = scene.session.text();
    CurvesContent content = perplexityContent(comparison);
    // The caption says of what.
    content.xLabel =
        comparison.inBytes() ? FigureWords::tr("bytes read at a time") : FigureWords::tr("tokens read at a time");
    QString caption = FigureWords::tr("%1 Over the whole text: %2, %3 tokens.")
                          .arg(modelsOf(scene), text != nullptr ? text->title : QString())
                          .arg(std::min<core::Index>(comparison.tokenCount(), kCurveTokens));
    const auto isShipped = [](const Curve& curve) { return curve.variant == shippedVariant(); };
    if (std::ranges::any_of(content.curves, isShipped))
        caption += QLatin1Char(' ') + FigureWords::tr("“%1”: the same models, measured when they were made, on a book "
                                                      "that none of them has seen.")
                                          .arg(shippedVariant());
    return drawCurves(scene, std::move(content), caption);
}

std::unique_ptr<Figure> drawLoss(const FigureScene& scene)
{
    return drawCurves(scene, lossContent(scene.comparison), modelsOf(scene) + QLatin1Char(' ') + textOf(scene));
}

// Of the first column's model as it runs.
std::unique_ptr<Figure> drawShape(const FigureScene& scene, bool biasOnly)
{
    const ColumnState& column = scene.comparison.column(0);
    const core::Transformer<float>& model = column.trace->model();
    const std::vector<core::EncodingShape> shapes = core::shapesOf(model.encoding());
    const auto has = [&](core::EncodingShape what) { return std::ranges::count(shapes, what) > 0; };
    core::EncodingShape what = core::EncodingShape::Bias;
    for (const core::EncodingShape own : {core::EncodingShape::Angles, core::EncodingShape::Vectors})
        if (!biasOnly && has(own))
            what = own;
    const core::Index length = std::min<core::Index>(std::max(column.length, 2), model.encoding().longestInput());
    const core::Matrix<float> shape = core::encodingShape(model, what, length);
    const EncodingSource source{column.label, column.encoding, model.encoding().turns(), column.heads,
                                column.trainingLength};
    std::vector<int> heads(static_cast<std::size_t>(column.heads));
    std::iota(heads.begin(), heads.end(), 0);
    const QString caption = modelSentence(mapSourceOf(scene.session, scene.comparison, 0));
    if (what == core::EncodingShape::Bias)
        return drawCurves(scene, encodingCurves(shape, what, heads, source), caption);
    return sheetOf(scene, {}, caption, kCurveShare, 1, [&](QSize room) -> SheetParts {
        return {std::make_shared<MatrixFigure>(encodingCells(shape, what, source),
                                               room.expandedTo(MatrixFigure::leastSize(scene.style.font)),
                                               scene.style)};
    });
}

std::unique_ptr<Figure> drawEncoding(const FigureScene& scene) { return drawShape(scene, false); }
std::unique_ptr<Figure> drawBias(const FigureScene& scene) { return drawShape(scene, true); }

std::unique_ptr<Figure> drawSlopes(const FigureScene& scene)
{
    const Comparison& comparison = scene.comparison;
    std::size_t c = 0;
    while (c < comparison.columns() && comparison.column(c).encoding != QLatin1String("alibi"))
        ++c;
    const auto checkpoint = scene.session.checkpoint(c);
    if (c == comparison.columns() || checkpoint == nullptr)
        throw core::error("Only ALiBi has slopes, and none of these models is one.");
    const std::vector<double> slopes = slopesInForce(scene.session.setup().columns[c], *checkpoint);
    BarsContent content;
    BarGroup group;
    group.title = FigureWords::tr("slope");
    for (std::size_t head = 0; head < slopes.size(); ++head) {
        content.names.append(FigureWords::tr("h%1", "head").arg(head));
        content.colours.append(headColour(static_cast<int>(head), static_cast<int>(slopes.size())));
        group.values.append(slopes[head]);
        group.texts.append(plainNumber(slopes[head]));
    }
    content.groups = {group};
    const MapSource source = mapSourceOf(scene.session, comparison, c);
    return sheetOf(scene, source.model, modelSentence(source), 0.0, 1, [&](QSize room) -> SheetParts {
        if (scene.options.height == 0.0)
            room.setHeight(BarsFigure::heightFor(content, scene.style.font));
        const QSize size = room.expandedTo(BarsFigure::leastSize(content, scene.style.font));
        return {std::make_shared<BarsFigure>(content, size, scene.style)};
    });
}

std::unique_ptr<Figure> drawRow(const FigureScene& scene)
{
    const RowCurves row = rowCurves(scene.session, scene.comparison, scene.selection);
    if (row.content.isEmpty())
        throw core::error("There is no such query in what is read.");
    const core::MapView view = scene.session.shownView(0);
    const QString head = FigureWords::tr("Layer %1, head %2.").arg(view.layer).arg(view.head);
    const std::array parts{std::pair(&row.content, FigureWords::tr("content")),
                           std::pair(&row.bias, FigureWords::tr("bias")),
                           std::pair(&row.weights, FigureWords::tr("weight"))};
    const int across = roomFor(scene.options, 1.0).width() >= 3 * kLeastMap ? 3 : 1;
    return sheetOf(
        scene, {}, QStringList{head, modelsOf(scene), textOf(scene)}.join(QLatin1Char(' ')), across == 3 ? 0.3 : 1.3,
        across, [&](QSize room) {
            SheetParts drawn;
            for (const auto& [curves, label] : parts) {
                CurvesContent content;
                content.curves = *curves;
                content.xLabel = row.keys;
                content.yLabel = label;
                const QSize part =
                    across == 3 ? QSize(room.width() / 3, room.height()) : QSize(room.width(), room.height() / 3);
                drawn.push_back(std::make_shared<CurvesFigure>(
                    std::move(content), part.expandedTo(CurvesFigure::leastSize(scene.style.font)), scene.style));
            }
            return drawn;
        });
}

std::unique_ptr<Figure> drawCell(const FigureScene& scene)
{
    const auto cell = scene.selection.shown(0);
    const auto content = cell ? cellContent(scene.session, scene.comparison, 0, *cell, scene.selection.pinned(0))
                              : std::optional<SumContent>();
    if (!content)
        throw core::error("There is no such cell in what is read.");
    return sheetOf(scene, {}, textOf(scene), 1.0, 1, [&](QSize room) -> SheetParts {
        return {std::make_shared<SumFigure>(*content, std::max(room.width(), SumFigure::kLeastWidth), scene.style)};
    });
}

std::vector<core::MapView> stageViews(const core::Setup& setup)
{
    std::vector<core::MapView> views;
    for (const core::Stage stage :
         {core::Stage::Content, core::Stage::Bias, core::Stage::Score, core::Stage::Weights}) {
        views.push_back(setup.view);
        views.back().stage = stage;
        views.back().difference.reset();
    }
    return views;
}

std::vector<core::MapView> differenceView(const core::Setup& setup)
{
    core::MapView view = setup.view;
    if (setup.columns.size() < 2)
        throw core::error("A difference needs two models.");
    if (!view.difference)
        view.difference = core::Difference{setup.columns[0].id, setup.columns[1].id};
    return {view};
}

using Description = SessionFigureKind::Description;

} // namespace

Description mapKind() { return {{.oneHead = true}, &drawMap}; }
Description gridKind() { return {{}, &drawGrid}; }
Description columnsKind() { return {{.oneHead = true}, &drawColumns}; }
Description differenceKind() { return {{.views = &differenceView, .oneHead = true}, &drawMap}; }
Description stagesKind() { return {{.views = &stageViews, .oneHead = true}, &drawStages}; }
Description perplexityKind() { return {{.curves = true}, &drawPerplexity}; }
Description lossKind() { return {{}, &drawLoss}; }
Description encodingKind() { return {{}, &drawEncoding}; }
Description biasKind() { return {{}, &drawBias}; }
Description slopesKind() { return {{}, &drawSlopes}; }
Description rowKind() { return {{.cell = true, .oneHead = true}, &drawRow}; }
Description cellKind() { return {{.cell = true, .oneHead = true}, &drawCell}; }

#define SESSION_FIGURE(id, describe, label, about) Description describe();
#include "ui/view_models/session_figures.def"
#undef SESSION_FIGURE

std::span<const SessionFigureKind> sessionFigureKinds()
{
#define SESSION_FIGURE(id, describe, label, about) SessionFigureKind{#id, label, about, &describe},
    static constexpr std::array kinds{
#include "ui/view_models/session_figures.def"
    };
#undef SESSION_FIGURE
    return kinds;
}

const SessionFigureKind& sessionFigureKind(std::string_view id)
{
    std::string known;
    for (const SessionFigureKind& kind : sessionFigureKinds()) {
        if (id == kind.id)
            return kind;
        known += (known.empty() ? "" : ", ") + std::string(kind.id);
    }
    throw core::error("There is no figure \"{}\"; there are: {}.", id, known);
}

FigureRecord recordOf(const Session& session, const Comparison& comparison, const core::MapView& view,
                      const QString& path)
{
    FigureRecord record;
    for (std::size_t c = 0; c < comparison.columns(); ++c) {
        const ColumnState& column = comparison.column(c);
        const auto checkpoint = session.checkpoint(c);
        record.models.append(QStringLiteral("%1 (%2, %3)")
                                 .arg(column.label, QString::fromStdString(session.setup().columns[c].model),
                                      checkpoint != nullptr ? QString::fromStdString(checkpoint->hash) : QString()));
    }
    if (const auto text = session.text())
        record.text = FigureWords::tr("%1, %n token(s)", nullptr, comparison.shownLength()).arg(text->title);
    if (auto saved = savedSession(session)) {
        saved->setup.view = view;
        try {
            record.session = QString::fromStdString(core::sessionText(*saved, path.toStdString()));
        } catch (
            const core::Error&) { // too large, or names that are not UTF-8: the figure is worth having all the same
        }
    }
    return record;
}

} // namespace ui
