// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/cell_content.h"

#include "core/eval/cell_sum.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/token_text.h"
#include "ui/view_models/column_names.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ui {
namespace {

struct CellWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::CellWords)
};
using Words = CellWords;

// "0.87 − 0.75"
QString added(double a, double b)
{
    return QStringLiteral("%1 %2 %3")
        .arg(plainNumber(a), b < 0 ? QStringLiteral("−") : QStringLiteral("+"), plainNumber(std::abs(b)));
}

bool sees(const ColumnState& column, const Selection::Cell& cell)
{
    return cell.key <= cell.query && column.trace->model().encoding().window().sees(cell.query, cell.key);
}

QString placeText(const ColumnState& column, const Selection::Cell& cell)
{
    const auto token = [&](int position) { return oneLine(column.labels->value(position)); };
    const QString place = Words::tr("query %1 “%2” → key %3 “%4”")
                              .arg(cell.query)
                              .arg(token(cell.query))
                              .arg(cell.key)
                              .arg(token(cell.key));
    return cell.key > cell.query ? place : Words::tr("%1, distance %2").arg(place).arg(cell.query - cell.key);
}

// How the bias comes about. The rule is only written where it gives the number that was added.
QString biasText(const Session& session, const ColumnState& column, std::size_t at, const core::CellSum& sum)
{
    if (!column.biases)
        return Words::tr("%1 adds nothing").arg(encodingName(column.encoding.toStdString()));
    const auto distance = static_cast<double>(sum.query - sum.key);
    if (column.encoding == QLatin1String("alibi")) {
        const double slope =
            slopesInForce(session.setup().columns[at], *column.checkpoint)[static_cast<std::size_t>(sum.head)];
        if (std::abs(-slope * distance - sum.bias) <= 1e-5 * (1.0 + std::abs(sum.bias)))
            return Words::tr("−%1 · %2").arg(plainNumber(slope)).arg(sum.query - sum.key);
    }
    return Words::tr("%1, distance %2").arg(encodingName(column.encoding.toStdString())).arg(sum.query - sum.key);
}

void addLines(SumContent& content, const core::CellSum& sum, const QString& bias, bool holdsPositions)
{
    const QString product = QStringLiteral("q·k / √%1").arg(sum.products.size());
    content.lines = {{Words::tr("content"), holdsPositions ? Words::tr("%1, positions in it").arg(product) : product,
                      plainNumber(sum.content)},
                     {Words::tr("bias"), bias, plainNumber(sum.bias)},
                     {Words::tr("score"), added(sum.content, sum.bias), plainNumber(sum.score), {}, true},
                     {Words::tr("row"), Words::tr("log Σ exp(score)"), plainNumber(sum.rowLogSum)},
                     {Words::tr("weight"),
                      QStringLiteral("exp(%1)").arg(added(sum.score, -sum.rowLogSum)),
                      plainNumber(sum.weight),
                      {},
                      true}};
}

void addDimensions(SumContent& content, const core::CellSum& sum)
{
    const double root = std::sqrt(static_cast<double>(sum.products.size()));
    std::vector<std::size_t> order(sum.products.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t i) { return sum.products[i]; });
    SumContent::Strips strips{Words::tr("by dimension, the largest product first"), {}, {}};
    SumContent::Strip query{QStringLiteral("q"), {}};
    SumContent::Strip key{QStringLiteral("k"), {}};
    SumContent::Strip product{QStringLiteral("q·k / √%1").arg(sum.products.size()), {}};
    for (const std::size_t i : order) {
        strips.places.append(QString::number(i));
        query.values.append(sum.queryVector[i]);
        key.values.append(sum.keyVector[i]);
        product.values.append(sum.products[i] / root);
    }
    strips.strips = {query, key, product};
    content.strips.append(strips);
}

void addFrequencies(SumContent& content, const core::CellSum& sum)
{
    if (sum.byFrequency.empty())
        return;
    SumContent::Strips strips{Words::tr("content by frequency (radians per token), fast to slow"), {}, {}};
    std::vector<core::PairShare> pairs = sum.byFrequency;
    std::ranges::stable_sort(pairs, std::greater<>(), &core::PairShare::frequency);
    SumContent::Strip shares{QStringLiteral("q·k / √%1").arg(sum.products.size()), {}};
    for (const core::PairShare& pair : pairs) {
        strips.places.append(plainNumber(pair.frequency, 2));
        shares.values.append(pair.content);
    }
    strips.strips = {shares};
    content.strips.append(strips);
}

void addParts(SumContent& content, const core::CellSum& sum)
{
    if (!sum.parts)
        return;
    content.partsTitle = Words::tr("the content, taken apart (query · key)");
    const auto add = [&](const QString& name, double value) {
        content.parts.append({name, value, plainNumber(value)});
    };
    add(Words::tr("token · token"), sum.parts->contentContent);
    add(Words::tr("token · position"), sum.parts->contentPosition);
    add(Words::tr("position · token"), sum.parts->positionContent);
    add(Words::tr("position · position"), sum.parts->positionPosition);
    add(Words::tr("with the norm’s or projection’s bias"), sum.parts->rest);
}

} // namespace

std::optional<SumContent> cellContent(const Session& session, const Comparison& comparison, std::size_t at,
                                      const Selection::Cell& cell, const std::optional<Selection::Cell>& pinned)
{
    if (at >= comparison.columns())
        return std::nullopt;
    const ColumnState& column = comparison.column(at);
    if (column.trace == nullptr || column.labels == nullptr || column.checkpoint == nullptr ||
        std::max(cell.query, cell.key) >= column.length)
        return std::nullopt;
    const core::MapView view = session.shownView(at);
    SumContent content;
    content.title = Words::tr("%1 · layer %2 · head %3").arg(column.label).arg(view.layer).arg(view.head);
    content.colour = column.colour;
    content.about = placeText(column, cell);
    if (!sees(column, cell)) {
        content.about +=
            QLatin1Char('\n') + (cell.key > cell.query ? Words::tr("masked: a token never sees what comes after it")
                                                       : Words::tr("masked: the window hides this key"));
        return content;
    }
    const auto sumOf = [&](const Selection::Cell& which) {
        return core::cellSum(*column.trace, view.layer, view.head, which.query, which.key);
    };
    const core::CellSum sum = sumOf(cell);
    const bool holdsPositions = column.trace->model().encoding().isInContent();
    addLines(content, sum, biasText(session, column, at, sum), holdsPositions);
    addDimensions(content, sum);
    addFrequencies(content, sum);
    addParts(content, sum);
    if (pinned && *pinned != cell && pinned->query < column.length && sees(column, *pinned)) {
        SumContent other;
        const core::CellSum its = sumOf(*pinned);
        addLines(other, its, {}, holdsPositions);
        addParts(other, its);
        content.textTitle = Words::tr("here");
        content.besideTitle = Words::tr("pinned");
        content.about += QLatin1Char('\n') + Words::tr("pinned: %1").arg(placeText(column, *pinned));
        for (qsizetype line = 0; line < content.lines.size(); ++line)
            content.lines[line].beside = other.lines[line].text;
        for (qsizetype part = 0; part < content.parts.size(); ++part)
            content.parts[part].beside = other.parts[part].text;
    }
    return content;
}

} // namespace ui
