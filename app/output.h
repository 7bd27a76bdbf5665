// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/words.h"
#include <exception>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace app {

// Thrown when the program behind a pipe has ended: there is nobody to say anything to, nor a fault.
class NobodyReads : public std::exception
{
public:
    const char* what() const noexcept override { return "nobody reads the output"; }
};

// To stdout, all of it. Throws core::Error when it cannot be written (a full disk behind a redirection), NobodyReads
// when it is a pipe without a reader.
void writeOutput(std::string_view text);

// The format a file name asks for by its ending, in lower case, without the dot. Throws core::Error listing the known
// ones for any other.
std::string formatOf(const std::filesystem::path& path, const std::vector<std::string>& known);

// Whether a result goes to standard output: "-", or "-.csv" where there are several formats ("-" is the first).
bool isStandardOutput(const std::string& out);
// Has `write` make the file; for standard output a temporary one that is copied there once it is whole.
void writeTo(const std::string& out, const std::function<void(const std::filesystem::path&)>& write);

// Throws core::Error now rather than after the work when `path` can not be written. Leaves nothing behind.
void checkWritable(const std::filesystem::path& path);

// Throws core::Error when `bytes` are more than `what` may take here: `limit`, or what this machine has.
void checkMemory(double bytes, double limit, const core::Sentence& what, const core::Sentence& remedy);
double machineMemory(); // bytes

} // namespace app
