// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/text.h"

#include "app/interruption.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/path_text.h"

namespace app {

TrainingText readTexts(const std::vector<std::string>& paths, const std::optional<core::BookOptions>& book)
{
    TrainingText result;
    for (const std::string& path : paths) {
        std::string text =
            core::readTextFile(core::pathOf(path), core::largestTextFile, core::Streams::Read, interrupted);
        result.files.push_back({path, text.size(), core::hashOf(text)});
        if (book)
            text = core::cleanBook(std::move(text), *book);
        if (text.empty())
            throw core::error("{}: the text is empty; give a file with text in it.", path);
        if (!result.text.empty())
            result.text += "\n\n";
        result.text += text;
    }
    return result;
}

} // namespace app
