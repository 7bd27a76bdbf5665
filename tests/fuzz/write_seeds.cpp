// SPDX-License-Identifier: GPL-3.0-or-later
// write_seeds FOLDER: the seeds as files FOLDER/READER/NUMBER, for tests/fuzz/run.
#include "tests/fuzz/seeds.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    const std::filesystem::path folder = argv[1];
    std::map<std::string, int> numbers;
    fuzz::makeSeeds([&](std::string_view reader, std::string_view bytes) {
        const std::string name(reader);
        std::filesystem::create_directories(folder / name);
        std::ofstream(folder / name / std::to_string(numbers[name]++), std::ios::binary) << bytes;
    });
    return 0;
}
