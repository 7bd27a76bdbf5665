// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/token_shades.h"

#include "core/eval/attention_row.h"
#include "core/model/generate.h"
#include "core/render/colour_map.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/token_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ui {
namespace {

struct TokenWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::TokenWords)
};

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
constexpr int kShades = 65;

std::span<const float> lossesOf(const ColumnState& column)
{
    if (column.trace == nullptr)
        return {};
    const auto all = column.trace->losses();
    return all.first(std::min(all.size(), static_cast<std::size_t>(std::max(0, column.length - 1))));
}

// Two digits, however small.
QString shareText(double share) { return TokenWords::tr("%1 %").arg(plainNumber(100.0 * share, 2)); }

} // namespace

TokenNumbers tokenLosses(const Comparison& comparison, std::size_t c)
{
    TokenNumbers numbers{{}, {0.0, kDarkLoss}, false, TokenWords::tr("loss (nats)")};
    const auto losses = lossesOf(comparison.column(c));
    if (losses.empty())
        return numbers;
    numbers.values.append(kNoNumber);
    for (const float loss : losses)
        numbers.values.append(static_cast<double>(loss));
    return numbers;
}

TokenNumbers tokenLossDifferences(const Session& session, const Comparison& comparison, std::size_t c)
{
    std::size_t first = c;
    std::size_t next = (c + 1) % comparison.columns();
    if (const auto& pair = session.setup().view.difference) {
        const auto minuend = session.setup().placeOf(pair->minuend);
        const auto subtrahend = session.setup().placeOf(pair->subtrahend);
        if (minuend && subtrahend && std::max(*minuend, *subtrahend) < comparison.columns()) {
            first = *minuend;
            next = *subtrahend;
        }
    }
    const ColumnState& one = comparison.column(first);
    const ColumnState& other = comparison.column(next);
    TokenNumbers numbers{{},
                         {-kDarkLoss / 2, kDarkLoss / 2},
                         true,
                         TokenWords::tr("loss of %1 − %2 (nats)").arg(one.label, other.label)};
    const auto a = lossesOf(one);
    const auto b = lossesOf(other);
    if (next == first || one.ends != other.ends || one.ends != comparison.column(c).ends || a.empty() || b.empty())
        return numbers;
    numbers.values.append(kNoNumber);
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        numbers.values.append(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    return numbers;
}

TokenNumbers tokenAttention(const Session& session, const Comparison& comparison, const Selection& selection,
                            std::size_t c)
{
    TokenNumbers numbers{{}, {0.0, 1.0}, false, {}};
    const ColumnState& column = comparison.column(c);
    const auto cell = selection.shown(c);
    if (!cell || column.trace == nullptr)
        return numbers;
    const core::MapView view = session.shownView(c);
    const core::AttentionRow row = core::attentionRow(*column.trace, view.layer, view.head, cell->query);
    numbers.values = {row.weights.begin(), row.weights.end()};
    double most = 0.0;
    for (const double weight : row.weights)
        most = std::fmax(most, weight);
    numbers.range = {0.0, most > 0.0 ? most : 1.0};
    numbers.what =
        TokenWords::tr("weight from token %1 (layer %2, head %3)").arg(cell->query).arg(view.layer).arg(view.head);
    return numbers;
}

TokenNumbers tokenAttentionReceived(const core::ReducedMap& map)
{
    TokenNumbers numbers{
        {},
        core::valueRange(core::Stage::Weights, map.values, core::Limits::Robust),
        false,
        TokenWords::tr("mean weight received (layer %1, head %2)").arg(map.request.layer).arg(map.request.head)};
    for (core::Index key = 0; key < map.values.cols(); ++key)
        numbers.values.append(static_cast<double>(map.values(0, key)));
    return numbers;
}

QVector<QColor> shadeColours(const TokenNumbers& numbers, const QColor& base, const QColor& colour)
{
    QVector<QColor> shades;
    const core::ColourMap& diverging = core::colourMap("diverging");
    for (int i = 0; i < kShades; ++i) {
        const double share = double(i) / (kShades - 1);
        const core::Rgb end = diverging.at(share < 0.5 ? 0.0 : 1.0);
        shades.append(numbers.diverging ? mixed(base, QColor(end.red, end.green, end.blue), std::abs(2.0 * share - 1.0))
                                        : mixed(base, legibleOn(colour, base), share));
    }
    return shades;
}

QVector<QColor> tokenGrounds(const TokenNumbers& numbers, const QVector<QColor>& shades)
{
    const double span = numbers.range.high - numbers.range.low;
    QVector<QColor> grounds;
    for (const double value : numbers.values) {
        const double share = span > 0.0 ? std::clamp((value - numbers.range.low) / span, 0.0, 1.0) : 0.0;
        grounds.append(std::isnan(value) ? QColor() : shades[std::lround(share * (kShades - 1))]);
    }
    return grounds;
}

QVector<bool> lineEnds(const ColumnState& column)
{
    const core::Tokenizer& tokenizer = column.checkpoint->needTokenizer();
    QVector<bool> ends;
    for (const int token : *column.tokens)
        ends.append(tokenizer.bytesOf(token).find('\n') != std::string::npos);
    return ends;
}

QString tokenDescription(const Comparison& comparison, std::size_t c, int token)
{
    const ColumnState& column = comparison.column(c);
    if (column.tokens == nullptr || column.labels == nullptr || column.checkpoint == nullptr ||
        token >= static_cast<int>(column.tokens->size()))
        return {};
    const core::Tokenizer& tokenizer = column.checkpoint->needTokenizer();
    const int id = (*column.tokens)[static_cast<std::size_t>(token)];
    const QByteArray bytes = QByteArray::fromStdString(tokenizer.bytesOf(id)).toHex(' ');
    QStringList lines{TokenWords::tr("token %1 “%2” · id %3 · bytes %4")
                          .arg(token)
                          .arg(oneLine(column.labels->value(token)))
                          .arg(id)
                          .arg(QString::fromLatin1(bytes))};
    for (std::size_t other = 0; other < comparison.columns(); ++other) {
        const ColumnState& its = comparison.column(other);
        const auto losses = lossesOf(its);
        if (its.ends == column.ends && token >= 1 && token - 1 < std::ssize(losses))
            lines.append(
                TokenWords::tr("%1: loss %2 nats, probability %3")
                    .arg(its.label, plainNumber(static_cast<double>(losses[static_cast<std::size_t>(token - 1)])),
                         shareText(std::exp(-static_cast<double>(losses[static_cast<std::size_t>(token - 1)])))));
    }
    for (std::size_t other = 0; other < comparison.columns(); ++other) {
        const ColumnState& its = comparison.column(other);
        if (its.ends != column.ends || its.trace == nullptr || its.checkpoint == nullptr || token < 1 ||
            token >= its.length)
            continue;
        QStringList expected;
        const core::Matrix<float> logits = its.trace->logits(token - 1, 1);
        const core::Tokenizer& words = its.checkpoint->needTokenizer();
        for (const auto& [candidate, probability] : core::likeliest(core::logitsOf(logits), kCandidates))
            expected.append(QStringLiteral("“%1” %2").arg(
                candidate < words.size() ? QString::fromStdString(words.displayOf(candidate)) : QStringLiteral("–"),
                percentText(probability)));
        lines.append(TokenWords::tr("%1 expected %2").arg(its.label, expected.join(QStringLiteral(", "))));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace ui
