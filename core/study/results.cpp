// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/results.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>

namespace core {

Subject subjectOf(std::string id, std::string sha256, const Checkpoint& checkpoint, std::vector<int> tokens,
                  bool fromText)
{
    Subject subject{std::move(id), checkpoint.hash, std::move(sha256), checkpoint.model, std::move(tokens), {}};
    if (fromText)
        for (const int token : subject.tokens)
            subject.tokenBytes.push_back(static_cast<int>(checkpoint.needTokenizer().bytesOf(token).size()));
    return subject;
}

Sentence limitOf(const ModelRecord& model)
{
    return sentence("The \"{}\" encoding takes at most {} tokens.", model.encoding, model.longestInput.value_or(0));
}

double Measurement::value(std::string_view quantity) const
{
    for (const Quantity& q : quantities)
        if (q.name == quantity)
            return q.value;
    return std::numeric_limits<double>::quiet_NaN();
}

const std::vector<double>* Measurement::seriesOf(std::string_view name) const
{
    for (const Series& s : series)
        if (s.name == name)
            return &s.values;
    return nullptr;
}

std::vector<const Measurement*> StudyResults::with(std::string_view quantity, std::size_t model) const
{
    std::vector<const Measurement*> found;
    for (const Measurement& m : measurements)
        if (m.model == model)
            for (const Quantity& q : m.quantities)
                if (q.name == quantity) {
                    found.push_back(&m);
                    break;
                }
    return found;
}

StudyResults conduct(StudyResults results, const std::vector<Piece>& pieces, const StudyWatch& watch)
{
    double total = 0.0;
    for (const Piece& piece : pieces)
        total += piece.work;
    double before = 0.0;
    results.complete = pieces.empty();
    const auto tell = [&](double work) {
        if (watch.progress)
            watch.progress(std::min(1.0, work / total));
    };
    const auto count = [&](std::size_t finished) {
        if (watch.pieces)
            watch.pieces(finished, pieces.size());
    };
    try {
        count(0);
        for (const Piece& piece : pieces) {
            throwIfCancelled(watch.cancel);
            auto found = piece.run({watch.cancel, [&](double done) { tell(before + done * piece.work); }});
            std::move(found.begin(), found.end(), std::back_inserter(results.measurements));
            before += piece.work;
            tell(&piece == &pieces.back() ? total : before);
            results.complete = &piece == &pieces.back();
            count(static_cast<std::size_t>(&piece - pieces.data()) + 1);
            if (watch.partial)
                watch.partial(results);
        }
    } catch (const Cancelled&) {
        results.complete = false;
    }
    return results;
}

std::string Subject::name() const
{
    const ModelConfig& config = model.config();
    return id.starts_with("builtin:")
               ? fmt::format("{}-{}", translated(encodingById<float>(config.encoding).label), config.trainingLength)
               : id;
}

StudyResults resultsOf(std::string_view study, std::span<const Subject> subjects)
{
    if (subjects.empty())
        throw error("The study \"{}\" needs at least one model.", study);
    StudyResults results;
    results.study = study;
    for (const Subject& s : subjects) {
        if (s.tokens.size() < 2)
            throw error("{}: the text is too short for it: at least two tokens are needed, it has {}.", s.name(),
                        s.tokens.size());
        const ModelConfig& config = s.model.config();
        const Index longest = s.model.encoding().longestInput();
        const bool endless = longest == std::numeric_limits<Index>::max();
        results.models.push_back({s.id, s.hash, s.sha256, config.encoding, config.trainingLength,
                                  static_cast<Index>(s.tokens.size()),
                                  endless ? std::nullopt : std::optional(longest)});
    }
    return results;
}

Measurement measurementOf(const Evaluation& evaluation, std::size_t model, std::span<const int> scoredBytes)
{
    Measurement m;
    m.model = model;
    m.length = evaluation.length;
    m.windowing = evaluation.windowing;
    m.stride = evaluation.stride;
    m.quantities = {{"scored_tokens", static_cast<double>(evaluation.scoredTokens)},
                    {"nll", evaluation.nll},
                    {"perplexity", evaluation.perplexity}};
    if (!scoredBytes.empty())
        m.quantities.push_back(
            {"bits_per_byte",
             bitsPerByte(evaluation, std::accumulate(scoredBytes.begin(), scoredBytes.end(), std::size_t{0}))});
    return m;
}

} // namespace core
