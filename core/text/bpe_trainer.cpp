// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/bpe_trainer.h"

#include "core/base/error.h"
#include "core/text/byte_level.h"

#include <algorithm>
#include <queue>

namespace core {
namespace {

struct Word
{
    std::vector<int> ids;
    std::int64_t count = 0;
};

struct PairUse
{
    std::int64_t count = 0;
    std::vector<int> words; // where it occurs, or once did
};

struct Best
{
    std::int64_t count;
    TokenPair pair;

    // The priority queue's order: the highest count on top, the lowest ids among equals.
    bool operator<(const Best& other) const { return count != other.count ? count < other.count : pair > other.pair; }
};

class MergeLearner
{
public:
    MergeLearner(std::string_view text, const std::function<bool()>& cancelled)
        : m_cancelled(cancelled)
    {
        addBytes();
        countWords(text);
        countPairs();
    }

    BpeModel train(std::size_t vocabularySize)
    {
        while (m_model.tokens.size() < vocabularySize && !m_queue.empty()) {
            const Best best = m_queue.top();
            m_queue.pop();
            const std::int64_t count = m_pairs.at(best.pair).count;
            if (count < 2)
                continue;
            if (count < best.count) // counts only fall after a pair is queued, so it is put right when it is met
                m_queue.push({count, best.pair});
            else
                merge(best.pair);
            stopIfCancelled();
        }
        return std::move(m_model);
    }

private:
    void stopIfCancelled() const
    {
        if (m_cancelled && m_cancelled())
            throw Cancelled();
    }

    void addBytes()
    {
        for (const unsigned char byte : byteLevelOrder()) {
            m_model.byteIds[byte] = static_cast<int>(m_model.tokens.size());
            m_model.tokens.emplace_back(1, static_cast<char>(byte));
        }
    }

    void countWords(std::string_view text)
    {
        std::unordered_map<std::string_view, std::size_t> known; // piece -> its word
        std::size_t pieces = 0;
        for (std::size_t start = 0; start < text.size();) {
            const std::size_t end = pieceEnd(text, start, m_model.splitRule);
            const std::string_view piece = text.substr(start, end - start);
            start = end;
            const auto [place, isNew] = known.try_emplace(piece, m_words.size());
            if (isNew) {
                Word& word = m_words.emplace_back();
                for (const char byte : piece)
                    word.ids.push_back(m_model.byteIds[static_cast<unsigned char>(byte)]);
            }
            ++m_words[place->second].count;
            if (++pieces % 65536 == 0)
                stopIfCancelled();
        }
    }

    void countPairs()
    {
        for (std::size_t index = 0; index < m_words.size(); ++index) {
            const Word& word = m_words[index];
            for (std::size_t i = 0; i + 1 < word.ids.size(); ++i) {
                PairUse& use = m_pairs[tokenPair(word.ids[i], word.ids[i + 1])];
                use.count += word.count;
                remember(use, static_cast<int>(index));
            }
        }
        for (const auto& [pair, use] : m_pairs)
            m_queue.push({use.count, pair});
    }

    static void remember(PairUse& use, int word)
    {
        if (use.words.empty() || use.words.back() != word)
            use.words.push_back(word);
    }

    void merge(TokenPair pair)
    {
        const std::string bytes = m_model.tokens[static_cast<std::size_t>(leftOf(pair))] +
                                  m_model.tokens[static_cast<std::size_t>(rightOf(pair))];
        // Two ways can lead to the same bytes: then the second is a merge without a new token.
        const auto [place, isNew] = m_merged.try_emplace(bytes, static_cast<int>(m_model.tokens.size()));
        const int result = place->second;
        if (isNew)
            m_model.tokens.push_back(bytes);
        m_model.addMerge(leftOf(pair), rightOf(pair), result);

        m_touched.clear();
        const std::vector<int> words = std::move(m_pairs.at(pair).words);
        for (const int index : words)
            mergeInWord(index, pair, result);
        std::ranges::sort(m_touched);
        m_touched.erase(std::unique(m_touched.begin(), m_touched.end()), m_touched.end());
        for (const TokenPair touched : m_touched)
            m_queue.push({m_pairs.at(touched).count, touched});
    }

    void mergeInWord(int index, TokenPair pair, int result)
    {
        Word& word = m_words[static_cast<std::size_t>(index)];
        const std::vector<int>& ids = word.ids;
        m_next.clear();
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const bool both = i + 1 < ids.size() && tokenPair(ids[i], ids[i + 1]) == pair;
            m_next.push_back(both ? result : ids[i]);
            i += both ? 1 : 0;
        }
        if (m_next.size() == ids.size())
            return;
        for (std::size_t i = 0; i + 1 < ids.size(); ++i)
            m_pairs.at(tokenPair(ids[i], ids[i + 1])).count -= word.count;
        for (std::size_t i = 0; i + 1 < m_next.size(); ++i) {
            const TokenPair now = tokenPair(m_next[i], m_next[i + 1]);
            PairUse& use = m_pairs[now];
            use.count += word.count;
            if (m_next[i] == result || m_next[i + 1] == result) {
                remember(use, index);
                m_touched.push_back(now);
            }
        }
        word.ids.swap(m_next);
    }

    const std::function<bool()>& m_cancelled;
    BpeModel m_model;
    std::vector<Word> m_words;
    std::unordered_map<TokenPair, PairUse, TokenPairHash> m_pairs;
    std::priority_queue<Best> m_queue;
    std::unordered_map<std::string, int> m_merged; // bytes -> id of the tokens made by merging
    std::vector<TokenPair> m_touched;              // pairs that a merge has made more frequent
    std::vector<int> m_next;
};

} // namespace

BpeModel trainBpe(std::string_view text, int vocabularySize, const std::function<bool()>& cancelled)
{
    if (vocabularySize < 256)
        throw error("A vocabulary of {} entries cannot hold the 256 single bytes; ask for 256 or more.",
                    vocabularySize);
    return MergeLearner(text, cancelled).train(static_cast<std::size_t>(vocabularySize));
}

} // namespace core
