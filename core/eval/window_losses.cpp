// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/window_losses.h"

#include "core/model/batch_pass.h"
#include "core/model/trace.h"

#include <algorithm>
#include <atomic>

namespace core {
namespace {

// Windows up to this many rows are read together on one thread; longer ones one by one on all threads.
constexpr Index kBatchRows = 512;

double workOf(const ModelConfig& c, const Window& window)
{
    const double width = c.width;
    const double perToken = c.layers * (4.0 * width * width + 2.0 * width * c.feedForwardWidth +
                                        width * static_cast<double>(window.length));
    return perToken * static_cast<double>(window.length) +
           width * c.vocabularySize * static_cast<double>(window.scored);
}

class Reader
{
public:
    Reader(const Transformer<float>& model, std::span<const int> tokens, std::span<const Window> windows,
           ThreadPool& pool, const WindowWatch& watch)
        : m_model(model)
        , m_tokens(tokens)
        , m_windows(windows)
        , m_pool(pool)
        , m_watch(watch)
        , m_work(core::workOf(model.config(), windows))
    {}

    std::vector<float> run()
    {
        std::vector<std::vector<float>> losses;
        for (std::size_t i = 0; i < m_windows.size();) {
            const std::size_t end = m_windows[i].length > kBatchRows ? i + 1 : batchesEnd(i);
            if (m_windows[i].length > kBatchRows)
                losses.push_back(readLong(m_windows[i]));
            else
                readBatches(m_windows.subspan(i, end - i), losses);
            i = end;
        }
        std::vector<float> all;
        for (const std::vector<float>& part : losses)
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }

private:
    std::size_t batchesEnd(std::size_t first) const
    {
        while (first < m_windows.size() && m_windows[first].length <= kBatchRows)
            ++first;
        return first;
    }

    std::vector<float> readLong(const Window& window)
    {
        const Index firstLoss = window.length - window.scored;
        ForwardOptions options{m_tokens[static_cast<std::size_t>(window.first + window.length)], m_watch.cancel,
                               firstLoss};
        if (m_watch.progress)
            options.progress = [&](double share) {
                m_watch.progress(std::min(1.0, (m_done + share * workOf(m_model.config(), window)) / m_work));
            };
        const auto trace = forward(m_model, part(window, 0, window.length), m_pool, options);
        advance(std::span(&window, 1));
        return {trace->losses().begin() + firstLoss, trace->losses().end()};
    }

    static std::vector<std::span<const Window>> groupsOf(std::span<const Window> windows)
    {
        std::vector<std::span<const Window>> groups;
        for (std::size_t i = 0; i < windows.size();) {
            const auto together = static_cast<std::size_t>(kBatchRows / windows[i].length);
            std::size_t end = i + 1;
            while (end < windows.size() && end - i < together && windows[end].length == windows[i].length &&
                   windows[end].scored == windows[i].scored)
                ++end;
            groups.push_back(windows.subspan(i, end - i));
            i = end;
        }
        return groups;
    }

    void readBatches(std::span<const Window> windows, std::vector<std::vector<float>>& losses)
    {
        const auto groups = groupsOf(windows);
        const std::size_t before = losses.size();
        losses.resize(before + groups.size());
        m_pool.forEach(static_cast<int>(groups.size()), [&](int i) {
            throwIfCancelled(m_watch.cancel);
            static thread_local BatchPass<float> pass;
            const auto at = static_cast<std::size_t>(i);
            std::vector<int> inputs;
            std::vector<int> targets;
            for (const Window& window : groups[at]) {
                const auto read = part(window, 0, window.length);
                const auto wanted = part(window, window.length - window.scored + 1, window.scored);
                inputs.insert(inputs.end(), read.begin(), read.end());
                targets.insert(targets.end(), wanted.begin(), wanted.end());
            }
            const Window& one = groups[at].front();
            pass.score(m_model, inputs, targets, one.length, one.scored, m_watch.cancel);
            losses[before + at].assign(pass.losses().begin(), pass.losses().end());
            advance(groups[at]);
        });
    }

    std::span<const int> part(const Window& window, Index shift, Index count) const
    {
        return m_tokens.subspan(static_cast<std::size_t>(window.first + shift), static_cast<std::size_t>(count));
    }

    void advance(std::span<const Window> windows)
    {
        if (!m_watch.progress)
            return;
        m_left -= windows.size();
        const double done = m_done += core::workOf(m_model.config(), windows);
        m_watch.progress(m_left == 0 ? 1.0 : std::min(1.0, done / m_work));
    }

    const Transformer<float>& m_model;
    std::span<const int> m_tokens;
    std::span<const Window> m_windows;
    ThreadPool& m_pool;
    const WindowWatch& m_watch;
    double m_work;
    std::atomic<double> m_done = 0.0;
    std::atomic<std::size_t> m_left = m_windows.size();
};

void check(const Transformer<float>& model, std::span<const int> tokens, std::span<const Window> windows)
{
    const auto end = static_cast<Index>(tokens.size());
    for (const Window& w : windows) {
        if (w.length > model.encoding().longestInput())
            throw error("The \"{}\" encoding takes at most {} tokens, not {}.", model.config().encoding,
                        model.encoding().longestInput(), w.length);
        if (w.first < 0 || w.length < 1 || w.scored < 1 || w.scored > w.length || w.first >= end ||
            w.length >= end - w.first)
            throw error("A window of {} tokens from {} on does not fit into a text of {} tokens.", w.length, w.first,
                        end);
    }
    for (const int token : tokens)
        if (token < 0 || token >= model.config().vocabularySize)
            throw error("Token {} is outside the vocabulary, which goes from 0 to {}.", token,
                        model.config().vocabularySize - 1);
}

} // namespace

std::vector<float> windowLosses(const Transformer<float>& model, std::span<const int> tokens,
                                std::span<const Window> windows, ThreadPool& pool, const WindowWatch& watch)
{
    check(model, tokens, windows);
    return Reader(model, tokens, windows, pool, watch).run();
}

double workOf(const ModelConfig& config, std::span<const Window> windows)
{
    double work = 0.0;
    for (const Window& window : windows)
        work += workOf(config, window);
    return work;
}

} // namespace core
