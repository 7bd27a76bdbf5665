// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/atomic_file.h"
#include "tests/core/io/temporary_folder.h"

#include <QProcess>
#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace app {

using Arguments = std::vector<std::string>;

struct Ending
{
    int code = -1;   // -1: it crashed or did not end
    std::string out; // stdout
    std::string err; // stderr

    // The one sentence a failure leaves; empty when stderr holds none or several.
    std::string sentence() const;
};

struct Surroundings
{
    long largestFile = 0;        // bytes any file may grow to: a full disk; 0: no limit
    std::string outputFile = {}; // where stdout goes; empty: to Ending::out
    std::vector<std::pair<std::string, std::string>> variables = {}; // of the environment, added
};

// Runs the real program to its end.
Ending run(const Arguments& arguments, const Surroundings& surroundings = {});
// For those who want to disturb it meanwhile.
void start(QProcess& process, const Arguments& arguments, const Surroundings& surroundings = {});
Ending end(QProcess& process);

inline std::string golden(const std::string& name) { return std::string(GOLDEN_DIR) + "/" + name; }
inline std::string passage() { return std::string(RESOURCE_DIR) + "/texts/market.txt"; }

// A little model with a tokenizer, trained by the program itself. Options that come in `more` are added.
Arguments trainingOf(const std::filesystem::path& out, const Arguments& more = {});
// The same command with another value for an option it has.
Arguments with(Arguments arguments, const std::string& option, const std::string& value);

inline std::string contentOf(const std::filesystem::path& path) { return core::readFileBytes(path, 1 << 28); }

} // namespace app
