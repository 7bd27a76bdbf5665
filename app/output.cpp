// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/output.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"

#include <fmt/ranges.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
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
    if (path == "-")
        return std::string(*known.begin());
    std::string ending = path.extension().string();
    if (isStandardOutput(path.string()))
        ending = path.string().substr(1);
    if (!ending.empty())
        ending.erase(0, 1);
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
    });
    if (std::find(known.begin(), known.end(), ending) == known.end())
        throw core::error("{}: the name must end in .{}.", path.string(), fmt::join(known, " or ."));
    return ending;
}

bool isStandardOutput(const std::string& out)
{
    return out == "-" || (out.starts_with("-.") && out.find('/') == std::string::npos);
}

void writeTo(const std::string& out, const std::function<void(const std::filesystem::path&)>& write)
{
    if (!isStandardOutput(out)) {
        write(out);
        return;
    }
    std::string name = (std::filesystem::temp_directory_path() / "alibi-lab-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw core::error("{}: no folder can be made there ({}); set TMPDIR to one that can be written.",
                          std::filesystem::temp_directory_path().string(), std::generic_category().message(errno));
    struct Folder
    {
        std::filesystem::path path;
        ~Folder()
        {
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
        }
    };
    const Folder folder{name};
    const std::filesystem::path file = folder.path / ("out" + (out == "-" ? std::string() : out.substr(1)));
    write(file);
    writeOutput(core::readFileBytes(file, std::uint64_t{1} << 40));
}

void checkWritable(const std::filesystem::path& path)
{
    if (!isStandardOutput(path.string()))
        const core::AtomicFile probe(path);
}

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
