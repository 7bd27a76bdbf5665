// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/session_file.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/base/picture_session.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <system_error>

namespace core {
namespace {

namespace fs = std::filesystem;

// "builtin:NAME" and its like are no paths.
bool isPath(std::string_view model)
{
    const std::size_t colon = model.find(':');
    const bool scheme = colon != model.npos && colon > 0 &&
                        std::all_of(model.begin(), model.begin() + static_cast<std::ptrdiff_t>(colon),
                                    [](unsigned char c) { return std::isalpha(c) != 0; });
    return !scheme;
}

fs::path sessionFolder(const fs::path& session)
{
    std::error_code ignored;
    const fs::path absolute = fs::absolute(session, ignored);
    return (absolute.empty() ? session : absolute).lexically_normal().parent_path();
}

std::string relativeTo(const fs::path& folder, const std::string& path)
{
    std::error_code ignored;
    const fs::path absolute = fs::absolute(path, ignored).lexically_normal();
    const fs::path relative = absolute.lexically_relative(folder);
    return relative.empty() ? path : relative.generic_string();
}

// A path of version 1 was relative to wherever the program had been started.
std::string resolved(const fs::path& folder, const std::string& path, bool asTyped)
{
    const fs::path inFolder = (folder / path).lexically_normal();
    std::error_code ignored;
    return asTyped && !fs::exists(inFolder, ignored) ? path : inFolder.string();
}

} // namespace

std::string sessionText(const SavedSession& session, const fs::path& path)
{
    const fs::path folder = sessionFolder(path);
    Setup setup = session.setup;
    for (Column& column : setup.columns)
        if (isPath(column.model))
            column.model = relativeTo(folder, column.model);
    if (setup.text.kind == TextKind::File)
        setup.text.value = relativeTo(folder, setup.text.value);
    OrderedJson json = setup.toJson();
    for (std::size_t i = 0; i < session.hashes.size() && i < setup.columns.size(); ++i)
        if (!session.hashes[i].empty())
            json["models"][i]["hash"] = session.hashes[i];
    for (const TriedSetting& tried : session.tried)
        json["tried"].push_back(tried.toJson());
    std::string text;
    try {
        text = json.dump(2) + "\n";
    } catch (const OrderedJson::exception&) { // JSON is UTF-8
        throw error("{}: a model's path, or the text's, is not UTF-8, so it cannot be written; rename it.",
                    path.string());
    }
    if (text.size() > kLargestSession)
        throw error("{}: the session would take {} bytes, {} are allowed; take a shorter text.", path.string(),
                    text.size(), kLargestSession);
    return text;
}

SavedSession parseSession(std::string_view text, const fs::path& path, const Cancel& cancel)
{
    const std::string name = path.string();
    std::optional<std::string> inside;
    if (looksLikePicture(text)) {
        inside = sessionInPicture(text);
        if (!inside)
            throw error("{}: this picture carries no session, so there is nothing to open; figures that this program "
                        "saves carry theirs.",
                        name);
        text = *inside;
    }
    const Json json = parseJson(text, name, {.bytes = kLargestSession, .cancel = cancel});
    SavedSession session{Setup::fromJson(json, name), {}, {}};
    const bool old = json["alibi_lab_session"] == 1;
    const fs::path folder = sessionFolder(path);
    for (std::size_t i = 0; i < session.setup.columns.size(); ++i) {
        Column& column = session.setup.columns[i];
        if (isPath(column.model))
            column.model = resolved(folder, column.model, old);
        session.hashes.push_back(
            Fields(json["models"][i], name, fmt::format("models[{}]", i)).text("hash", std::string_view()));
    }
    const Fields fields(json, name);
    if (fields.find("tried"))
        for (const Json& tried : fields.list("tried", kMostTriedSettings))
            session.tried.push_back(
                TriedSetting::fromJson(tried, name, fmt::format("tried[{}]", session.tried.size())));
    TextChoice& chosen = session.setup.text;
    if (chosen.kind == TextKind::File)
        chosen.value = resolved(folder, chosen.value, old);
    return session;
}

bool looksLikeSession(std::string_view beginning)
{
    const std::size_t start = beginning.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return start != beginning.npos && beginning[start] == '{' &&
           beginning.find("\"alibi_lab_session\"") != beginning.npos;
}

} // namespace core
