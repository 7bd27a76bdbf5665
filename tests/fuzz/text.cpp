// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/text_reader.h"
#include "core/text/tokenizer.h"
#include "tests/fuzz/reader.h"

namespace fuzz {

// A text file, cleaned as its first byte says, and the tokenizer that reads it.
void text(std::string_view bytes)
{
    if (bytes.empty())
        return;
    static const auto tokenizer = core::Tokenizer::load(RESOURCE_DIR "/models/alibi-64/tokenizer.json");
    promise(tokenizer.decode(tokenizer.encode(bytes)) == bytes, "any bytes come back from their tokens");
    const int flags = bytes.front();
    std::string clean;
    attempt([&] {
        const std::string read = core::checkedText(std::string(bytes.substr(1)), "file");
        core::BookOptions options;
        options.stripGutenberg = (flags & 1) != 0;
        options.joinLines = (flags & 2) != 0;
        options.foldTypography = (flags & 4) != 0;
        clean = core::cleanBook(read, options);
    });
    const auto tokens = tokenizer.encode(clean);
    promise(tokenizer.decode(tokens) == clean, "a text comes back from its tokens");
    for (const int token : tokens)
        (void)tokenizer.displayOf(token);
    (void)core::checkedText(clean, "clean"); // still text: an Error here is a finding
}

} // namespace fuzz
