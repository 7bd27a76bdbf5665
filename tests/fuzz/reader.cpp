// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/reader.h"

#include "core/base/json_reader.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace fuzz {

std::string fileOf(std::string_view bytes)
{
    // In memory where there is such a place.
    static const std::string path =
        (std::filesystem::exists("/dev/shm") ? std::string("/dev/shm")
                                             : std::filesystem::temp_directory_path().string()) +
        "/alibi-lab-fuzz-" + std::to_string(::getpid());
    static const struct Remover
    {
        ~Remover() { ::unlink(path.c_str()); }
    } remover;
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    return path;
}

core::Json jsonOf(std::string_view text) { return core::parseJson(text, "file"); }

} // namespace fuzz
