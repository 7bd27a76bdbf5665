// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report.h"

#include "core/base/words.h"

#include <QByteArray>
#include <QString>

namespace app {
namespace {

constexpr const char* kStyle = R"(
:root { color-scheme: light dark; --ground: #ffffff; --ink: #1b1b1b; --faint: #595959; --line: #c8c8c8; --link: #0b57a4; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #1c1c1e; --ink: #ececec; --faint: #b4b4b4; --line: #4a4a4c; --link: #8ab8f0; }
}
* { box-sizing: border-box; }
body { background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 62rem;
  padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
a { color: var(--link); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; } td, th { border-bottom: 1px solid var(--line); padding: .25rem .75rem .25rem 0;
  text-align: left; vertical-align: top; }
figure { margin: 0 0 1rem; } img { background: #ffffff; border-radius: 3px; display: block; height: auto; max-width: 100%; }
code, pre { font-size: .85rem; } pre { margin: .5rem 0; white-space: pre-wrap; }
.faint { color: var(--faint); font-size: .9rem; }
@media print { body { max-width: none; padding: 0; } figure, tr { break-inside: avoid; } .screen { display: none; } }
)";

std::string escaped(const std::string& text) { return QString::fromStdString(text).toHtmlEscaped().toStdString(); }

std::string base64(const std::string& bytes) { return QByteArray::fromStdString(bytes).toBase64().toStdString(); }

std::string element(const char* tag, const std::string& text)
{
    return "<" + std::string(tag) + ">" + escaped(text) + "</" + tag + ">";
}

std::string cells(const std::vector<std::string>& row, const char* tag)
{
    std::string html = "<tr>";
    for (const std::string& cell : row)
        html += element(tag, cell);
    return html + "</tr>\n";
}

// What is saved when somebody clicks on it.
std::string download(const std::string& name, const char* type, const std::string& bytes, const std::string& text)
{
    return "<p class=\"screen\"><a download=\"" + name + "\" href=\"data:" + type + ";base64," + base64(bytes) + "\">" +
           escaped(text) + "</a></p>\n";
}

std::string small(const std::string& text) { return "<pre class=\"faint\">" + escaped(text) + "</pre>\n"; }

std::string figureHtml(const ReportFigure& figure, std::size_t number)
{
    std::string html = element("h2", std::to_string(number) + ". " + figure.title) +
                       "\n<figure>\n<img src=\"data:image/svg+xml;base64," + base64(figure.svg) + "\" alt=\"" +
                       escaped(figure.words) + "\">\n</figure>\n";
    if (!figure.csv.empty())
        html += download("figure-" + std::to_string(number) + ".csv", "text/csv", figure.csv,
                         core::translated("The numbers behind it (CSV)"));
    return html + small(figure.command);
}

} // namespace

std::string htmlOf(const Report& report)
{
    std::string html = "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"generator\" content=\"" +
                       escaped(report.program) + "\">\n" + element("title", report.title) + "\n<style>" + kStyle +
                       "</style>\n</head>\n<body>\n<main>\n" + element("h1", report.title) +
                       "\n<div class=\"scroll\"><table>\n";
    for (const auto& [name, value] : report.facts)
        html += cells({name, value}, "td");
    html += "</table></div>\n" + element("h2", core::translated("Models")) + "\n<div class=\"scroll\"><table>\n" +
            cells(report.modelsHeader, "th");
    for (const std::vector<std::string>& model : report.models)
        html += cells(model, "td");
    html += "</table></div>\n";
    for (std::size_t i = 0; i < report.figures.size(); ++i)
        html += figureHtml(report.figures[i], i + 1);
    html += element("h2", core::translated("To make it again")) + "\n" +
            download("session.alibilab", "application/json", report.session,
                     core::translated("The session, for the program or the commands above")) +
            small(report.program + "\n" + report.command);
    return html + "</main>\n</body>\n</html>\n";
}

} // namespace app
