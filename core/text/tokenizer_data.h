// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/bpe.h"
#include "core/text/token_search.h"
#include "core/text/tokenizer.h"

#include <vector>

namespace core {

// Private to tokenizer*.cpp.
struct Tokenizer::Data
{
    // A token that is looked for in the text itself, before it is cut into pieces. Its bytes are its content.
    struct Added
    {
        int id = 0;
        bool special = false;
        bool inVocabulary = false; // stands in model.vocab too
    };

    BpeModel model;
    std::vector<Added> added; // by id
    TokenSearch search;       // for them
};

} // namespace core
