// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/results.h"

#include "core/base/json_reader.h"
#include "core/study/paper.h"
#include "tests/fuzz/reader.h"

namespace fuzz {

// A study's results, and the paper's tables.
void report(std::string_view bytes)
{
    attempt([&] {
        const auto read = core::StudyResults::fromJson(core::parseOrderedJson(bytes, "file"), "file");
        (void)read.toCsv();
        const std::string written = read.toJsonText();
        promise(core::StudyResults::fromJson(core::parseOrderedJson(written, "again", {std::size_t{1} << 26}), "again")
                        .toJsonText() == written,
                "what is written is read as the same");
        for (std::size_t model = 0; model < read.models.size(); ++model)
            (void)read.with("perplexity", model);
    });
    attempt([&] { (void)core::PaperTables::parse(bytes); });
}

} // namespace fuzz
