// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/first_save.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"

#include <string_view>
#include <system_error>
#include <utility>

namespace core {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSentence = "The first save into this folder is not complete. If nothing is saving into it "
                                       "now, run the same command again, with or without --resume, or delete it.\n";

fs::path markIn(const fs::path& folder) { return folder / "first-save-incomplete.txt"; }

} // namespace

FirstSave::FirstSave(fs::path folder)
    : m_folder(std::move(folder))
{
    makeFolder(m_folder);
    writeFileAtomically(markIn(m_folder), kSentence);
}

void FirstSave::complete() const
{
    std::error_code problem;
    do
        fs::remove(markIn(m_folder), problem);
    while (problem == std::errc::interrupted);
    if (problem)
        throw error("{}: it cannot be removed ({}), though everything is saved; delete it.", markIn(m_folder).string(),
                    problem.message());
}

bool isFirstSaveCut(const fs::path& folder)
{
    std::error_code ignored;
    return fs::exists(markIn(folder), ignored);
}

void checkHoldsNoModel(const fs::path& folder)
{
    if (isFirstSaveCut(folder))
        return;
    std::error_code ignored;
    for (const char* file : {"config.json", "model.safetensors", "tokenizer.json", "training.safetensors"})
        if (fs::exists(folder / file, ignored))
            throw error("{}: it already holds a {}; choose another folder.", folder.string(), file);
}

} // namespace core
