// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/file_links.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileInfo>
#include <QLabel>
#include <QUrl>

namespace ui {

QString withFileLinks(const QString& sentence, const QString& path)
{
    const auto link = [](const QString& target, const char* text) {
        return QStringLiteral("<a href=\"%1\">%2</a>")
            .arg(QString::fromUtf8(QUrl::fromLocalFile(target).toEncoded()).toHtmlEscaped(),
                 QCoreApplication::translate("ui::FileLinks", text));
    };
    const QFileInfo file(path);
    return QStringLiteral("%1 &nbsp; %2 &nbsp; %3")
        .arg(sentence.toHtmlEscaped(), link(file.absoluteFilePath(), QT_TRANSLATE_NOOP("ui::FileLinks", "Open")),
             link(file.absolutePath(), QT_TRANSLATE_NOOP("ui::FileLinks", "Show in folder")));
}

void connectFileLinks(QLabel& label)
{
    label.setTextInteractionFlags(Qt::TextBrowserInteraction);
    QObject::connect(&label, &QLabel::linkActivated, &label,
                     [](const QString& link) { QDesktopServices::openUrl(QUrl::fromEncoded(link.toUtf8())); });
}

} // namespace ui
