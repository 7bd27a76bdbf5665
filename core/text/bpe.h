// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/text/pre_tokenizer.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace core {

// Two neighbouring ids as one number; orders as (left, right).
using TokenPair = std::uint64_t;

inline TokenPair tokenPair(int left, int right)
{
    return static_cast<TokenPair>(static_cast<std::uint32_t>(left)) << 32 | static_cast<std::uint32_t>(right);
}
inline int leftOf(TokenPair pair) { return static_cast<int>(pair >> 32); }
inline int rightOf(TokenPair pair) { return static_cast<int>(pair & 0xFFFFFFFFU); }

struct TokenPairHash
{
    std::size_t operator()(TokenPair pair) const
    {
        pair *= 0x9E3779B97F4A7C15ULL;
        return static_cast<std::size_t>(pair ^ (pair >> 32));
    }
};

// Byte-level BPE: what training makes and encoding uses.
struct BpeModel
{
    struct Merge
    {
        int rank = 0; // 0 is merged first
        int result = 0;
    };

    std::vector<std::string> tokens;   // the bytes of each id
    std::array<int, 256> byteIds{};    // the id of each single byte
    std::vector<TokenPair> mergeOrder; // by rank
    std::unordered_map<TokenPair, Merge, TokenPairHash> merges;
    SplitRule splitRule = SplitRule::Gpt2;

    void addMerge(int left, int right, int result);
};

// Encodes stretches of one text. The pieces seen are remembered by where their ids stand in the output, so the text
// must outlive the encoder. One thread each; the model may be shared.
class BpeEncoder
{
public:
    // Throws Cancelled soon after cancel() is true.
    explicit BpeEncoder(const BpeModel& model, Cancel cancel = {})
        : m_model(model)
        , m_cancel(std::move(cancel))
    {}

    // Appends the ids of `text`; always with the same `out`, to which others may append in between.
    void encode(std::string_view text, std::vector<int>& out);

private:
    struct Node
    {
        int id;
        int previous; // -1: none
        int next;     // -1: none; a node merged into its left neighbour has id -1
    };
    struct Span
    {
        std::size_t first;
        std::size_t count;
    };

    void encodePiece(std::string_view piece, std::vector<int>& out);
    const BpeModel::Merge* mergeAt(int left) const;
    void consider(int left);
    void mergeAll();
    void look();

    const BpeModel& m_model;
    Cancel m_cancel;
    unsigned m_steps = 0; // since it was last asked
    std::unordered_map<std::string_view, Span> m_seen;
    std::vector<Node> m_nodes;
    std::vector<std::uint64_t> m_heap; // merges that may be possible: rank, then left node; the lowest on top
};

} // namespace core
