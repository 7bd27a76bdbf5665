// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/bpe.h"

#include <algorithm>
#include <functional>

namespace core {
namespace {

constexpr std::size_t largestCache = 1 << 16; // pieces
constexpr std::size_t longestCached = 64;     // bytes
constexpr unsigned kStepsBetweenQuestions = 1 << 12;

} // namespace

void BpeModel::addMerge(int left, int right, int result)
{
    merges.emplace(tokenPair(left, right), Merge{static_cast<int>(mergeOrder.size()), result});
    mergeOrder.push_back(tokenPair(left, right));
}

void BpeEncoder::encode(std::string_view text, std::vector<int>& out)
{
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = pieceEnd(text, start, m_model.splitRule, m_cancel);
        const std::string_view piece = text.substr(start, end - start);
        start = end;
        look();
        if (const auto seen = m_seen.find(piece); seen != m_seen.end()) {
            const Span span = seen->second;
            for (std::size_t i = 0; i < span.count; ++i)
                out.push_back(out[span.first + i]);
            continue;
        }
        const std::size_t first = out.size();
        encodePiece(piece, out);
        if (piece.size() <= longestCached && m_seen.size() < largestCache)
            m_seen.emplace(piece, Span{first, out.size() - first});
    }
}

// A piece may be all of the text, or one byte.
void BpeEncoder::look()
{
    if (++m_steps % kStepsBetweenQuestions == 0)
        throwIfCancelled(m_cancel);
}

void BpeEncoder::encodePiece(std::string_view piece, std::vector<int>& out)
{
    m_nodes.clear();
    m_heap.clear();
    const int count = static_cast<int>(piece.size());
    m_nodes.reserve(piece.size());
    for (int i = 0; i < count; ++i) {
        look();
        const auto byte = static_cast<unsigned char>(piece[static_cast<std::size_t>(i)]);
        m_nodes.push_back({m_model.byteIds[byte], i - 1, i + 1 < count ? i + 1 : -1});
    }
    for (int i = 0; i + 1 < count; ++i) {
        look();
        consider(i);
    }
    mergeAll();
    for (int node = 0; node != -1; node = m_nodes[static_cast<std::size_t>(node)].next) {
        look();
        out.push_back(m_nodes[static_cast<std::size_t>(node)].id);
    }
}

// The merge of a node and its right neighbour, if there is one.
const BpeModel::Merge* BpeEncoder::mergeAt(int left) const
{
    const Node& node = m_nodes[static_cast<std::size_t>(left)];
    if (node.id == -1 || node.next == -1)
        return nullptr;
    const auto merge = m_model.merges.find(tokenPair(node.id, m_nodes[static_cast<std::size_t>(node.next)].id));
    return merge == m_model.merges.end() ? nullptr : &merge->second;
}

void BpeEncoder::consider(int left)
{
    if (const BpeModel::Merge* merge = mergeAt(left)) {
        m_heap.push_back(static_cast<std::uint64_t>(merge->rank) << 32 | static_cast<std::uint32_t>(left));
        std::ranges::push_heap(m_heap, std::greater{});
    }
}

void BpeEncoder::mergeAll()
{
    const auto at = [this](int node) -> Node& { return m_nodes[static_cast<std::size_t>(node)]; };
    while (!m_heap.empty()) {
        look();
        std::ranges::pop_heap(m_heap, std::greater{});
        const int rank = static_cast<int>(m_heap.back() >> 32);
        const int node = static_cast<int>(m_heap.back() & 0xFFFFFFFFU);
        m_heap.pop_back();
        const BpeModel::Merge* merge = mergeAt(node);
        if (!merge || merge->rank != rank)
            continue; // one of the two has been merged since
        Node& left = at(node);
        Node& right = at(left.next);
        left.id = merge->result;
        right.id = -1;
        left.next = right.next;
        if (left.next != -1)
            at(left.next).previous = node;
        consider(node);
        if (left.previous != -1)
            consider(left.previous);
    }
}

} // namespace core
