// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/output.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"

#include <fmt/ranges.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace app {

void writeOutput(std::string_view text)
{
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!written && errno == EPIPE)
        throw NobodyReads();
    if (!written)
        throw core::error("standard output: cannot be written ({}).", std::generic_category().message(errno));
}

std::string formatOf(const std::filesystem::path& path, const std::vector<std::string>& known)
{
    std::string ending = path.extension().string();
    if (!ending.empty())
        ending.erase(0, 1);
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
    });
    if (std::find(known.begin(), known.end(), ending) == known.end())
        throw core::error("{}: the name must end in .{}.", path.string(), fmt::join(known, " or ."));
    return ending;
}

void checkWritable(const std::filesystem::path& path) { const core::AtomicFile probe(path); }

double machineMemory()
{
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    const long pageSize = ::sysconf(_SC_PAGESIZE);
    return pages > 0 && pageSize > 0 ? static_cast<double>(pages) * static_cast<double>(pageSize) : 4e9;
}

void checkMemory(double bytes, double limit, const core::Sentence& what, const core::Sentence& remedy)
{
    constexpr double gib = 1024.0 * 1024.0 * 1024.0;
    const double most = std::min(limit, 0.9 * machineMemory());
    if (bytes > most)
        throw core::error("{} would take {:.1f} GiB, more than the {:.1f} GiB allowed here; {}.", what, bytes / gib,
                          most / gib, remedy);
}

} // namespace app
