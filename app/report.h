// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace app {

// A page about a session: plain values.
struct ReportFigure
{
    std::string title;
    std::string words; // what it shows, for those who do not see it
    std::string svg;
    std::string csv;     // the numbers behind it; empty: none, or too many for a page
    std::string command; // that makes it again
};

struct Report
{
    std::string title;
    std::vector<std::pair<std::string, std::string>> facts; // name and value: text, length, settings
    std::vector<std::vector<std::string>> models;           // a row for each, under modelsHeader
    std::vector<std::string> modelsHeader;
    std::vector<ReportFigure> figures;
    std::string session; // as a file has it
    std::string program;
    std::string command;
};

// One page of HTML 5 that needs nothing beside it: light and dark as the reader has it, as wide as the screen allows,
// printable. Equal reports make equal bytes.
std::string htmlOf(const Report& report);

} // namespace app
