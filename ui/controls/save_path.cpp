// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/save_path.h"

#include "core/base/error.h"
#include "ui/figure/writers.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeDatabase>

#include <algorithm>

namespace ui {
namespace {

QString saveText(const char* text) { return QCoreApplication::translate("ui::SavePath", text); }

// Whether files with this ending are something known; manual pages (".3") are not what anybody means by it.
bool isKindOfFile(const QString& ending)
{
    const bool number = std::all_of(ending.begin(), ending.end(), [](QChar letter) { return letter.isDigit(); });
    return !number && !QMimeDatabase().mimeTypesForFileName(QStringLiteral("a.") + ending).isEmpty();
}

bool mayReplace(QWidget* parent, const QString& title, const QString& path)
{
    QMessageBox question(QMessageBox::Warning, title,
                         saveText("%1 is there already. Replace it?").arg(QFileInfo(path).fileName()),
                         QMessageBox::Cancel, parent);
    const QPushButton* replace = question.addButton(saveText("&Replace"), QMessageBox::DestructiveRole);
    question.setDefaultButton(QMessageBox::Cancel);
    question.exec();
    return static_cast<const void*>(question.clickedButton()) == static_cast<const void*>(replace);
}

} // namespace

QVector<SaveKind> pictureKinds(bool pixelsOnly)
{
    QVector<SaveKind> kinds;
    for (const FigureWriter& writer : figureWriters())
        if (!pixelsOnly || !writer.keepsShapes)
            kinds.append({QLatin1String(writer.ending), QCoreApplication::translate("ui::figure", writer.label)});
    return kinds;
}

QString withEnding(const QString& path, const QStringList& endings)
{
    const QFileInfo info(path);
    const QString ending = info.suffix().toLower();
    if (endings.contains(ending) && !info.completeBaseName().isEmpty())
        return path;
    if (!ending.isEmpty() && !info.completeBaseName().isEmpty() && isKindOfFile(ending))
        throw core::error("{}: this cannot be written as .{}; let the name end in .{}.", path.toStdString(),
                          ending.toStdString(), endings.join(QLatin1String(" or .")).toStdString());
    return (path.endsWith(QLatin1Char('.')) ? path.chopped(1) : path) + QLatin1Char('.') + endings.first();
}

std::optional<QString> askSavePath(QWidget* parent, const QString& title, const QString& suggestion,
                                   const QVector<SaveKind>& kinds)
{
    QStringList filters;
    QStringList endings;
    for (const SaveKind& kind : kinds) {
        filters.append(QStringLiteral("%1 (*.%2)").arg(kind.label, kind.ending));
        endings.append(kind.ending);
    }
    const bool ends = endings.contains(QFileInfo(suggestion).suffix().toLower());
    static QString folder; // that was saved to last, as long as the program runs
    QString asked = ends ? suggestion : suggestion + QLatin1Char('.') + endings.first();
    if (!folder.isEmpty() && QFileInfo(asked).isRelative())
        asked.prepend(folder + QLatin1Char('/'));
    for (;;) {
        QString filter;
        // It would ask about the name as typed, not about the file that is written.
        const QString typed = QFileDialog::getSaveFileName(parent, title, asked, filters.join(QStringLiteral(";;")),
                                                           &filter, QFileDialog::DontConfirmOverwrite);
        if (typed.isEmpty())
            return std::nullopt;
        const qsizetype chosen = std::max<qsizetype>(filters.indexOf(filter), 0);
        endings.move(chosen, 0); // what is added is what the dialog says
        const QString path = withEnding(typed, endings);
        if (!QFileInfo::exists(path) || mayReplace(parent, title, path)) {
            folder = QFileInfo(path).absolutePath();
            return path;
        }
        asked = path;
    }
}

} // namespace ui
