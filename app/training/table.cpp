// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"

#include <charconv>

namespace app {

void TrainingTable::add(long step, std::string_view rest) { m_lines += fmt::format("{},{}\n", step, rest); }

void TrainingTable::load(const std::filesystem::path& path, long lastStep)
{
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return;
    const std::string text = core::readFileBytes(path, std::uint64_t{1} << 30);
    std::size_t start = text.find('\n');
    if (text.substr(0, start) != m_header)
        throw core::error("{}: the first line must be \"{}\"; put the run's own file back or delete it.", path.string(),
                          m_header);
    m_lines.clear();
    for (++start; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        long step = 0;
        const auto [rest, problem] = std::from_chars(text.data() + start, text.data() + end, step);
        if (problem != std::errc() || rest == text.data() + end || *rest != ',')
            throw core::error("{}: a line does not begin with a step; put the run's own file back or delete it.",
                              path.string());
        if (step > lastStep)
            return;
        m_lines += text.substr(start, end - start) + "\n";
        start = end + 1;
    }
}

void TrainingTable::save(const std::filesystem::path& path) const
{
    core::writeFileAtomically(path, m_header + "\n" + m_lines);
}

} // namespace app
