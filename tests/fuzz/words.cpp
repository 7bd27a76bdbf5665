// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_input.h"
#include "app/usage_error.h"
#include "tests/fuzz/reader.h"

namespace fuzz {

// Words of the command line: 'T' --tokens, 'S' --set, 'X' --text-file, anything else --tokens-file.
void words(std::string_view bytes)
{
    if (bytes.empty())
        return;
    const std::string rest(bytes.substr(1));
    attempt([&] {
        try {
            app::InputOptions options;
            if (bytes.front() == 'S') {
                (void)app::parseSwitches({rest}).dump(-1, ' ', false, core::Json::error_handler_t::replace);
                return;
            }
            if (bytes.front() == 'T')
                options.tokens = rest;
            else if (bytes.front() == 'X')
                options.textFile = fileOf(rest);
            else
                options.tokensFile = fileOf(rest);
            (void)app::readInput(options);
        } catch (const app::UsageError&) {
            // as wrong words should be
        }
    });
}

} // namespace fuzz
