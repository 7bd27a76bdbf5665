// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report.h"

#include <QByteArray>
#include <QString>

#include <fmt/format.h>

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

std::string cells(const std::vector<std::string>& row, const char* tag)
{
    std::string html = "<tr>";
    for (const std::string& cell : row)
        html += fmt::format("<{0}>{1}</{0}>", tag, escaped(cell));
    return html + "</tr>\n";
}

std::string figureHtml(const ReportFigure& figure, std::size_t number)
{
    std::string html =
        fmt::format("<h2 id=\"figure-{0}\">{0}. {1}</h2>\n<figure>\n<img src=\"data:image/svg+xml;base64,{2}\" "
                    "alt=\"{3}\">\n</figure>\n",
                    number, escaped(figure.title), base64(figure.svg), escaped(figure.words));
    if (!figure.csv.empty())
        html += fmt::format(
            "<p class=\"screen\"><a download=\"figure-{0}.csv\" href=\"data:text/csv;base64,{1}\">The numbers "
            "(CSV)</a></p>\n",
            number, base64(figure.csv));
    return html + fmt::format("<pre class=\"faint\">{}</pre>\n", escaped(figure.command));
}

} // namespace

std::string htmlOf(const Report& report)
{
    std::string html =
        fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"generator\" content=\"{}\">\n<title>{}</title>\n<style>{}</style>\n</head>\n"
                    "<body>\n<main>\n<h1>{}</h1>\n",
                    escaped(report.program), escaped(report.title), kStyle, escaped(report.title));
    html += "<div class=\"scroll\"><table>\n";
    for (const auto& [name, value] : report.facts)
        html += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escaped(name), escaped(value));
    html += "</table></div>\n<h2>Models</h2>\n<div class=\"scroll\"><table>\n" + cells(report.modelsHeader, "th");
    for (const std::vector<std::string>& model : report.models)
        html += cells(model, "td");
    html += "</table></div>\n";
    for (std::size_t i = 0; i < report.figures.size(); ++i)
        html += figureHtml(report.figures[i], i + 1);
    html +=
        fmt::format("<h2>Made again</h2>\n<p class=\"screen\"><a download=\"session.alibilab\" "
                    "href=\"data:application/json;base64,{}\">The session</a>, to be opened in the program or given to "
                    "the commands above.</p>\n<p class=\"faint\">{}</p>\n<pre class=\"faint\">{}</pre>\n",
                    base64(report.session), escaped(report.program), escaped(report.command));
    return html + "</main>\n</body>\n</html>\n";
}

} // namespace app
