// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace core {

// Finds given words in a text in one pass, whatever the words and the text (Aho and Corasick 1975). Never changes once
// built; any thread.
class TokenSearch
{
public:
    struct Word
    {
        std::string_view bytes; // not empty
        int id;
    };
    struct Found
    {
        std::size_t position;
        int id;
    };

    TokenSearch() = default;
    explicit TokenSearch(const std::vector<Word>& words);

    bool empty() const { return m_nodes.size() < 2; }
    // From left to right, without overlaps: at each place the longest word that begins there. Throws Cancelled soon
    // after cancel() is true.
    std::vector<Found> all(std::string_view text, const Cancel& cancel) const;

private:
    // The words are kept and the text is read from the back: the state then says which words begin at a place.
    struct Node
    {
        int child = 0;   // the first, 0: none
        int sibling = 0; // of the same parent, 0: the last
        int fall = 0;    // the longest other state that ends like this one
        int word = 0;    // the longest word that ends here, by its number from 1; 0: none
        unsigned char byte = 0;
    };
    int childOf(int node, unsigned char byte) const;

    std::vector<Node> m_nodes{1};
    std::array<int, 256> m_first{}; // the root's children
    std::vector<int> m_ids;
    std::vector<std::size_t> m_sizes;
};

} // namespace core
