// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the dialog: files, what is dragged away, the clipboard.
#include "core/base/error.h"
#include "ui/controls/drag_label.h"
#include "ui/controls/save_path.h"
#include "ui/figure/figure_numbers.h"
#include "ui/figure/writers.h"
#include "ui/language/words.h"
#include "ui/panels/export_dialog.h"
#include "ui/panels/figure_options_form.h"
#include "ui/view_models/figure_files.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDrag>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <string>
#include <utility>

namespace ui {
namespace {

constexpr double kClipboardDpi = 192.0;
constexpr int kDragged = 160; // pixels across, under the mouse

QString fileWord(const QString& text)
{
    QString word;
    for (const QChar letter : text.toLower())
        word += letter.isLetterOrNumber() ? letter : QLatin1Char('-');
    return word;
}

} // namespace

// ── saving ─────────────────────────────────────────────────────────────────────────────────────────────────────────

QString ExportDialog::suggestedName() const
{
    const FigureRequest wanted = request();
    QString name = fileWord(m_model->currentText()) + QLatin1Char('-') + kindsText(wanted);
    if (isOfOneHead(wanted) && static_cast<Each>(m_each->currentData().toInt()) != Each::Head)
        name += QStringLiteral("-layer%1-head%2").arg(wanted.setup.view.layer).arg(wanted.setup.view.head);
    return name;
}

// Every figure that is chosen, with a name of its own where there are several.
std::vector<ExportPart> ExportDialog::partsAt(const QString& base) const
{
    std::vector<ExportPart> parts;
    const QStringList formats = endings();
    const auto add = [&](const FigureRequest& request, const QString& more) {
        ExportPart part{request, {}};
        for (const QString& ending : formats)
            part.paths.append(base + more + QLatin1Char('.') + ending);
        parts.push_back(std::move(part));
    };
    const FigureRequest one = request();
    switch (static_cast<Each>(m_each->currentData().toInt())) {
    case Each::This:
        add(one, {});
        break;
    case Each::Head: {
        const auto model = m_maker.comparison().columns() > 0 ? &m_maker.comparison().column(0) : nullptr;
        for (int layer = 0; model != nullptr && layer < model->layers; ++layer)
            for (int head = 0; head < model->heads; ++head) {
                FigureRequest its = one;
                its.setup.view.layer = layer;
                its.setup.view.head = head;
                add(its, QStringLiteral("-layer%1-head%2").arg(layer).arg(head));
            }
        break;
    }
    case Each::Column:
        for (std::size_t c = 0; c < m_setup.columns.size(); ++c) {
            FigureRequest its = one;
            its.setup.columns = m_setup.columns;
            std::swap(its.setup.columns.front(), its.setup.columns[c]);
            its.cell = c < m_cells.size() ? m_cells[c] : std::nullopt;
            add(its, QLatin1Char('-') + fileWord(m_labels[static_cast<qsizetype>(c)]));
        }
        break;
    }
    return parts;
}

void ExportDialog::askAndSave()
{
    try {
        QVector<SaveKind> kinds;
        for (const QString& ending : endings())
            kinds.append({ending, ending.toUpper()});
        const auto path = askSavePath(this, tr("Save the figure"), suggestedName(), kinds);
        if (!path)
            return;
        const QFileInfo file(*path);
        const QString base = file.path() + QLatin1Char('/') + file.completeBaseName();
        QStringList there;
        for (const ExportPart& part : partsAt(base))
            for (const QString& its : part.paths)
                if (its != *path && QFileInfo::exists(its)) // about that one a person was asked
                    there.append(QFileInfo(its).fileName());
        if (!there.isEmpty() &&
            QMessageBox::question(
                this, tr("Save the figure"),
                tr("%n file(s) are there already and would be replaced: %1", nullptr, static_cast<int>(there.size()))
                    .arg(there.mid(0, 8).join(QStringLiteral(", ")))) != QMessageBox::Yes)
            return;
        saveAs(base);
    } catch (const core::Error& problem) {
        sayWrong(sentenceOf(problem));
    }
}

void ExportDialog::saveAs(const QString& base)
{
    std::vector<ExportPart> parts = partsAt(base);
    if (parts.empty() || parts.front().paths.isEmpty())
        return;
    say({});
    const bool ready = parts.front().request == m_made && m_figure != nullptr;
    m_export.start(std::move(parts), ready ? m_figure : nullptr);
}

void ExportDialog::endSaving(const QString& trouble)
{
    const QStringList& saved = m_export.saved();
    const int files = static_cast<int>(saved.size());
    if (!trouble.isEmpty())
        sayWrong(files > 0 ? tr("%1 (%n file(s) were saved before.)", nullptr, files).arg(trouble) : trouble);
    else if (files == 1)
        say(tr("Saved as %1.").arg(saved.first()), saved.first());
    else
        say(tr("%n file(s) were saved in %1.", nullptr, files).arg(QFileInfo(saved.first()).absolutePath()),
            saved.first());
    make(); // what is chosen: the maker has made others since
    emit finishedSaving();
}

// Files that are whole by then stay.
void ExportDialog::reject()
{
    if (!m_export.isRunning())
        return QDialog::reject();
    m_export.stop();
    say(tr("Stopped; %n file(s) were saved before.", nullptr, static_cast<int>(m_export.saved().size())));
    make();
    emit finishedSaving();
}

// ── dragging ───────────────────────────────────────────────────────────────────────────────────────────────────────

std::unique_ptr<QMimeData> ExportDialog::dragData()
{
    QStringList formats;
    for (const QString& ending : endings())
        if (!isNumbersEnding(ending))
            formats.append(ending);
    if (formats.isEmpty())
        formats.append(QStringLiteral("png"));
    QList<QUrl> files;
    for (const QString& ending : formats) {
        const QString path = m_dragged.filePath(suggestedName() + QLatin1Char('.') + ending);
        FigureRecord record = m_maker.record(path);
        record.command = figureCommand(m_made, QFileInfo(path).fileName()); // wherever it is dropped
        writeFigureFile(path, m_made, *m_figure, record);
        files.append(QUrl::fromLocalFile(path));
    }
    auto dragged = std::make_unique<QMimeData>();
    dragged->setUrls(files);
    const FigureOutput output = outputFor(m_made.options, *m_figure, {});
    dragged->setImageData(pictureOf(*m_figure, kClipboardDpi / output.unitsPerInch));
    return dragged;
}

void ExportDialog::dragOut()
{
    if (m_figure == nullptr || !isComplete())
        return;
    try {
        auto* drag = new QDrag(m_preview);
        drag->setMimeData(dragData().release());
        drag->setPixmap(m_preview->pixmap(Qt::ReturnByValue).scaledToWidth(kDragged, Qt::SmoothTransformation));
        drag->exec(Qt::CopyAction);
    } catch (const core::Error& problem) {
        sayWrong(sentenceOf(problem));
    }
}

// ── the clipboard ──────────────────────────────────────────────────────────────────────────────────────────────────

void ExportDialog::copyPicture()
{
    try {
        const FigureOutput output = outputFor(m_made.options, *m_figure, {});
        auto* copied = new QMimeData;
        copied->setImageData(pictureOf(*m_figure, std::max(kClipboardDpi, m_made.options.dpi) / output.unitsPerInch));
        copied->setData(QStringLiteral("image/svg+xml"),
                        figureWriterFor(QStringLiteral("f.svg")).write(*m_figure, output));
        QApplication::clipboard()->setMimeData(copied);
        say(tr("The figure was copied."));
    } catch (const core::Error& problem) {
        sayWrong(sentenceOf(problem));
    }
}

void ExportDialog::copyNumbers()
{
    const std::string csv = csvOf(m_figure->numbers());
    auto* copied = new QMimeData;
    copied->setData(QStringLiteral("text/csv"), QByteArray::fromStdString(csv));
    copied->setText(QString::fromStdString(csv));
    QApplication::clipboard()->setMimeData(copied);
    say(tr("The numbers were copied."));
}

} // namespace ui
