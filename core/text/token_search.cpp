// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/token_search.h"

#include <algorithm>

namespace core {
namespace {

constexpr std::size_t kBetweenQuestions = std::size_t{1} << 16; // bytes from one look at cancel() to the next

}

TokenSearch::TokenSearch(const std::vector<Word>& words)
{
    std::vector<int> order; // by depth: a state falls to a shorter one
    for (const Word& word : words) {
        m_ids.push_back(word.id);
        m_sizes.push_back(word.bytes.size());
        int node = 0;
        for (auto byte = word.bytes.rbegin(); byte != word.bytes.rend(); ++byte) {
            const auto value = static_cast<unsigned char>(*byte);
            int next = childOf(node, value);
            if (next == 0) {
                next = static_cast<int>(m_nodes.size());
                Node added;
                added.byte = value;
                added.sibling = m_nodes[static_cast<std::size_t>(node)].child;
                m_nodes.push_back(added);
                m_nodes[static_cast<std::size_t>(node)].child = next;
                if (node == 0)
                    m_first[value] = next;
            }
            node = next;
        }
        m_nodes[static_cast<std::size_t>(node)].word = static_cast<int>(m_ids.size());
    }
    order.push_back(0);
    for (std::size_t at = 0; at < order.size(); ++at) {
        const int parent = order[at];
        for (int node = m_nodes[static_cast<std::size_t>(parent)].child; node != 0;
             node = m_nodes[static_cast<std::size_t>(node)].sibling) {
            order.push_back(node);
            Node& state = m_nodes[static_cast<std::size_t>(node)];
            if (parent != 0) {
                int fall = m_nodes[static_cast<std::size_t>(parent)].fall;
                while (fall != 0 && childOf(fall, state.byte) == 0)
                    fall = m_nodes[static_cast<std::size_t>(fall)].fall;
                state.fall = childOf(fall, state.byte);
            }
            if (state.word == 0) // a longer word counts more
                state.word = m_nodes[static_cast<std::size_t>(state.fall)].word;
        }
    }
}

int TokenSearch::childOf(int node, unsigned char byte) const
{
    if (node == 0)
        return m_first[byte];
    int child = m_nodes[static_cast<std::size_t>(node)].child;
    while (child != 0 && m_nodes[static_cast<std::size_t>(child)].byte != byte)
        child = m_nodes[static_cast<std::size_t>(child)].sibling;
    return child;
}

std::vector<TokenSearch::Found> TokenSearch::all(std::string_view text, const Cancel& cancel) const
{
    struct Begin
    {
        std::size_t position;
        int word;
    };
    std::vector<Begin> begins; // from the back: the longest word at each place where one begins
    int state = 0;
    for (std::size_t position = text.size(); position-- > 0;) {
        if (position % kBetweenQuestions == 0)
            throwIfCancelled(cancel);
        const auto byte = static_cast<unsigned char>(text[position]);
        while (state != 0 && childOf(state, byte) == 0)
            state = m_nodes[static_cast<std::size_t>(state)].fall;
        state = childOf(state, byte);
        if (const int word = m_nodes[static_cast<std::size_t>(state)].word; word != 0)
            begins.push_back({position, word});
    }
    std::vector<Found> found;
    std::size_t free = 0; // where the next word may begin
    for (auto begin = begins.rbegin(); begin != begins.rend(); ++begin) {
        if (begin->position < free)
            continue;
        const auto word = static_cast<std::size_t>(begin->word - 1);
        found.push_back({begin->position, m_ids[word]});
        free = begin->position + m_sizes[word];
    }
    return found;
}

} // namespace core
