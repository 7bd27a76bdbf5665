// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/pre_tokenizer.h"

#include "core/text/utf8.h"

namespace core {
namespace {

constexpr std::size_t kBetweenLooks = std::size_t{1} << 14; // bytes, at cancel()

struct Character
{
    CharClass kind;
    std::size_t end;
};

Character characterAt(std::string_view text, std::size_t position)
{
    const Utf8Char character = utf8At(text, position);
    return {charClassOf(character), position + static_cast<std::size_t>(character.length)};
}

// Past 's, 't, 're, …; `start` when there is none.
std::size_t contractionEnd(std::string_view text, std::size_t start)
{
    if (text[start] == '\'') {
        for (const std::string_view ending : {"s", "t", "re", "ve", "m", "ll", "d"}) {
            if (text.substr(start + 1, ending.size()) == ending)
                return start + 1 + ending.size();
        }
    }
    return start;
}

std::size_t gpt2End(std::string_view text, std::size_t start, const Cancel& cancel)
{
    if (const std::size_t end = contractionEnd(text, start); end != start)
        return end;
    Character current = characterAt(text, start);
    if (text[start] == ' ' && current.end < text.size()) {
        const Character next = characterAt(text, current.end);
        if (next.kind != CharClass::Space) // " ?" of the three middle patterns
            current = next;
    }
    const CharClass kind = current.kind;
    std::size_t last = start; // where the run's last character begins
    std::size_t end = current.end;
    while (end < text.size()) {
        if ((end - start) % kBetweenLooks == 0)
            throwIfCancelled(cancel);
        current = characterAt(text, end);
        if (current.kind != kind)
            break;
        last = end;
        end = current.end;
    }
    // \s+(?!\S) leaves the last blank before a word to the word, unless it is the only one.
    const bool leaveLast = kind == CharClass::Space && end < text.size() && last != start;
    return leaveLast ? last : end;
}

bool endsBloomWord(const Utf8Char& character)
{
    constexpr std::u32string_view delimiters = U"()|.,!?…。，、।۔،";
    return charClassOf(character) == CharClass::Space || delimiters.find(character.codePoint) != delimiters.npos;
}

// Past the word that begins at `start`, its leading space included; `start` when none does.
std::size_t bloomWordEnd(std::string_view text, std::size_t start, const Cancel& cancel)
{
    std::size_t end = start + (text[start] == ' ' ? 1 : 0);
    const std::size_t word = end;
    while (end < text.size()) {
        if ((end - start) % kBetweenLooks == 0)
            throwIfCancelled(cancel);
        const Utf8Char character = utf8At(text, end);
        if (endsBloomWord(character))
            break;
        end += static_cast<std::size_t>(character.length);
    }
    return end == word ? start : end;
}

std::size_t bloomEnd(std::string_view text, std::size_t start, const Cancel& cancel)
{
    if (const std::size_t end = bloomWordEnd(text, start, cancel); end != start)
        return end;
    std::size_t end = start; // of the gap: where the next word begins
    do {
        if ((end - start) % kBetweenLooks == 0)
            throwIfCancelled(cancel);
        end += static_cast<std::size_t>(utf8At(text, end).length);
    } while (end < text.size() && bloomWordEnd(text, end, cancel) == end);
    return end;
}

} // namespace

std::size_t pieceEnd(std::string_view text, std::size_t start, SplitRule rule, const Cancel& cancel)
{
    switch (rule) {
    case SplitRule::Gpt2:
        return gpt2End(text, start, cancel);
    case SplitRule::Bloom:
        return bloomEnd(text, start, cancel);
    case SplitRule::Whole:
        break;
    }
    return text.size();
}

} // namespace core
