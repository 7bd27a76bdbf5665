// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// Byte-level BPE, kept in Hugging Face's tokenizer.json. An immutable value, cheap to copy; every const function may be
// called from any number of threads. Ids are 0 … size()-1. decode(encode(text)) == text for any bytes.
class Tokenizer
{
public:
    // Throws Error when vocabularySize < 256, Cancelled soon after cancelled() is true; see trainBpe() for the rest.
    static Tokenizer train(std::string_view text, int vocabularySize, const std::function<bool()>& cancelled = {});

    // Throws Error, naming `name` and the field, for anything but a byte-level BPE that encodes exactly as Hugging Face
    // would: tokenizers that normalize text or add something to it are refused. Throws Cancelled soon after cancel() is
    // true.
    static Tokenizer fromJson(std::string_view jsonText, std::string_view name, const Cancel& cancel = {});
    // The same from a file of at most 64 MiB.
    static Tokenizer load(const std::filesystem::path& path);
    // The content of tokenizer.json; the same tokenizer always gives the same text.
    std::string toJson() const;

    // Throws Cancelled soon after cancel() is true.
    std::vector<int> encode(std::string_view text, const Cancel& cancel = {}) const;
    // The bytes the ids stand for, not necessarily valid UTF-8. Throws Error for an id outside 0 … size()-1.
    std::string decode(std::span<const int> ids) const;

    int size() const;
    // Throw Error for an id outside 0 … size()-1.
    const std::string& bytesOf(int id) const;
    // For labels: valid UTF-8 with nothing invisible; a space is "·", a line feed "↵", a tab "⇥", and bytes that are no
    // character, or none that shows, are "⟨E2⟩".
    std::string displayOf(int id) const;

private:
    struct Data;
    class Reader;
    explicit Tokenizer(std::shared_ptr<const Data> data);

    std::shared_ptr<const Data> m_data;
};

} // namespace core
