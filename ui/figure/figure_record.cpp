// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_record.h"

#include "core/base/picture_session.h"
#include "ui/figure/figure.h"

#include <QCoreApplication>

namespace ui {
namespace {

// Dublin Core's and Adobe's names where they have one, else our own.
QByteArray elementFor(const QString& name, const QString& value)
{
    const QByteArray text = xmlText(value);
    if (name == QLatin1String("Description"))
        return "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">" + text +
               "</rdf:li></rdf:Alt></dc:description>";
    if (name == QLatin1String("Software"))
        return "<xmp:CreatorTool>" + text + "</xmp:CreatorTool>";
    const QByteArray tag = "alibi:" + name.toUtf8();
    return '<' + tag + '>' + text + "</" + tag + '>';
}

bool isXmlCharacter(char32_t c)
{
    return c == U'\t' || c == U'\n' || c == U'\r' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
           c >= 0x10000;
}

} // namespace

QString programName()
{
    const QString version = QCoreApplication::applicationVersion();
    return version.isEmpty() ? QCoreApplication::applicationName()
                             : QCoreApplication::applicationName() + QLatin1Char(' ') + version;
}

QVector<std::pair<QString, QString>> FigureRecord::entriesFor(const Figure& figure) const
{
    QVector<std::pair<QString, QString>> entries;
    const auto add = [&entries](const char* name, const QString& value) {
        if (!value.isEmpty())
            entries.append({QLatin1String(name), value});
    };
    add("Description", figure.words());
    add("Software", programName());
    add("Models", models.join(QLatin1String(", ")));
    add("Text", text);
    add("Command", command);
    add(core::kPictureSession.data(), session);
    return entries;
}

QByteArray xmpOf(const QVector<std::pair<QString, QString>>& entries)
{
    QByteArray xmp = "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                     "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
                     "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                     "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                     "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:alibi=\"urn:alibi-lab:figure\">\n";
    for (const auto& [name, value] : entries)
        xmp += elementFor(name, value) + '\n';
    return xmp + "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>";
}

QByteArray xmlText(const QString& text)
{
    QString clean;
    for (const char32_t c : text.toUcs4()) {
        const char32_t kept = isXmlCharacter(c) ? c : U'\uFFFD';
        clean += QString::fromUcs4(&kept, 1);
    }
    return clean.toHtmlEscaped().toUtf8();
}

} // namespace ui
