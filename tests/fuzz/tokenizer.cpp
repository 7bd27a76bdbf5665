// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"

#include "tests/fuzz/reader.h"

namespace fuzz {

void tokenizer(std::string_view bytes)
{
    attempt([&] {
        const auto read = core::Tokenizer::fromJson(bytes, "file");
        const std::string sample = "The quick  brown fox's\n\n1234 \xE2\x80\x9C\xF0\x9F\x98\x80 \xFF<|end|> aaaabbbb" +
                                   std::string(bytes.substr(0, 400));
        const auto tokens = read.encode(sample);
        for (const int token : tokens) {
            promise(token >= 0 && token < read.size(), "a token is one of the vocabulary");
            (void)read.displayOf(token);
        }
        promise(read.decode(tokens) == sample, "a text comes back from its tokens");
        const std::string written = read.toJson();
        try {
            const auto again = core::Tokenizer::fromJson(written, "again");
            promise(again.toJson() == written && again.encode(sample) == tokens, "what is written is read as the same");
        } catch (const core::Error& problem) {
            promise(false, problem.what());
        }
    });
}

} // namespace fuzz
