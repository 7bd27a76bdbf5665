// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/continued_words.h"

#include "core/model/attention_map.h"
#include "core/model/generate.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/token_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <span>

namespace ui {
namespace {

struct ContinuedWords
{
    Q_DECLARE_TR_FUNCTIONS(ui::ContinuedWords)
};

constexpr std::size_t kRecent = 64;

// "of the last 64 tokens 41 differ": a text that has fallen apart repeats itself, which no perplexity shows.
QString varietyText(const ContinuedText& text)
{
    const std::size_t recent = std::min<std::size_t>(kRecent, static_cast<std::size_t>(text.written()));
    const std::set<int> different(text.tokens.end() - static_cast<std::ptrdiff_t>(recent), text.tokens.end());
    return ContinuedWords::tr("of the last %n token(s) %1 differ", nullptr, static_cast<int>(recent))
        .arg(different.size());
}

bool isJudged(const ContinuedText& text) { return !text.judged.empty(); }

// exp of the mean.
QString perplexityText(std::span<const double> surprises)
{
    const double sum = std::accumulate(surprises.begin(), surprises.end(), 0.0);
    return plainNumber(std::exp(sum / static_cast<double>(surprises.size())), 3);
}

QString labelOf(const ColumnState& column, int id)
{
    const core::Tokenizer& tokenizer = column.checkpoint->needTokenizer();
    // A vocabulary may be larger than its tokenizer: such a token stands for no text.
    return id < tokenizer.size() ? oneLine(QString::fromStdString(tokenizer.displayOf(id))) : QStringLiteral("–");
}

} // namespace

TokenNumbers continuedNumbers(const ContinuedText& text)
{
    TokenNumbers numbers;
    numbers.range = {0.0, kDarkLoss};
    numbers.values.fill(std::numeric_limits<double>::quiet_NaN(), text.prompt);
    for (const double surprise : isJudged(text) ? text.judged : text.surprises)
        numbers.values.append(surprise);
    return numbers;
}

QString continuedSummary(const ContinuedText& text, const ColumnState& column, const QString& judge)
{
    const std::span<const double> all = isJudged(text) ? text.judged : text.surprises;
    if (all.empty())
        return ContinuedWords::tr("goes on behind token %1").arg(text.prompt - 1);
    const QString& who = isJudged(text) ? judge : column.label;
    const auto before = std::min<qsizetype>(std::max(0, column.trainingLength - text.prompt), std::ssize(all));
    if (before == 0 || before == std::ssize(all))
        return ContinuedWords::tr("for %1: perplexity %2 · %3").arg(who, perplexityText(all), varietyText(text));
    return ContinuedWords::tr("for %1: perplexity %2 past the training length, %3 before · %4")
        .arg(who, perplexityText(all.subspan(static_cast<std::size_t>(before))),
             perplexityText(all.first(static_cast<std::size_t>(before))), varietyText(text));
}

QString continuedDescription(const ContinuedText& text, const ColumnState& column, const QString& judge, int token)
{
    if (column.checkpoint == nullptr || token < 0 || token >= std::ssize(text.tokens))
        return {};
    const int id = text.tokens[static_cast<std::size_t>(token)];
    QStringList lines{ContinuedWords::tr("token %1 “%2” · id %3").arg(token).arg(labelOf(column, id)).arg(id)};
    const auto at = static_cast<std::size_t>(token - text.prompt);
    const auto say = [&](const QString& who, double surprise) {
        lines.append(ContinuedWords::tr("%1: probability %2, surprise %3 nats")
                         .arg(who, percentText(std::exp(-surprise)), plainNumber(surprise, 3)));
    };
    if (token >= text.prompt && at < text.surprises.size()) {
        say(column.label, text.surprises[at]);
        if (at < text.judged.size() && judge != column.label)
            say(judge, text.judged[at]);
    }
    if (text.trace != nullptr && token >= 1 && token <= text.trace->length()) {
        const core::Matrix<float> logits = text.trace->logits(token - 1, 1);
        QStringList expected;
        for (const auto& [candidate, probability] : core::likeliest(core::logitsOf(logits), kCandidates))
            expected.append(QStringLiteral("“%1” %2").arg(labelOf(column, candidate), percentText(probability)));
        lines.append(ContinuedWords::tr("%1 expected %2").arg(column.label, expected.join(QStringLiteral(", "))));
    }
    return lines.join(QLatin1Char('\n'));
}

QString continuedCell(const ContinuedText& text, const ColumnState& column, int query, int key)
{
    const int length = static_cast<int>(text.tokens.size());
    if (text.trace == nullptr || text.map == nullptr || column.checkpoint == nullptr || query >= length ||
        key >= length)
        return {};
    const QString places = ContinuedWords::tr("query %1 “%2” looks at key %3 “%4”")
                               .arg(query)
                               .arg(labelOf(column, text.tokens[static_cast<std::size_t>(query)]))
                               .arg(key)
                               .arg(labelOf(column, text.tokens[static_cast<std::size_t>(key)]));
    const core::MapRequest& head = text.map->request;
    const float weight = core::attentionCell(*text.trace, head.layer, head.head, query, key).weight;
    return places + QLatin1Char('\n') +
           (std::isnan(weight) ? ContinuedWords::tr("masked: this query does not see that key")
                               : ContinuedWords::tr("weight %1").arg(plainNumber(static_cast<double>(weight))));
}

} // namespace ui
