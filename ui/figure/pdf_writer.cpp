// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "ui/figure/writers.h"

#include <QBuffer>
#include <QHashSeed>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

namespace ui {
namespace {

constexpr int kPdfResolution = 1200; // what Qt rounds positions of letters to

// Qt numbers what it embeds in the order of its hash tables, which otherwise differs from run to run.
class SameOrder
{
public:
    SameOrder() { QHashSeed::setDeterministicGlobalSeed(); }
    ~SameOrder() { QHashSeed::resetRandomGlobalSeed(); }
    SameOrder(const SameOrder&) = delete;
    SameOrder& operator=(const SameOrder&) = delete;
};

// Writes over "/Key value" at the beginning of a line, with spaces behind: everything else stays where the file says it
// is.
void overwriteEntry(QByteArray& pdf, const QByteArray& key, const QByteArray& entry)
{
    const qsizetype begin = pdf.indexOf('\n' + key) + 1;
    const qsizetype length = pdf.indexOf('\n', begin) - begin;
    if (begin > 0 && length >= entry.size())
        pdf.replace(begin, length, entry.leftJustified(length, ' '));
}

// The page as large as it is, which Qt rounds to whole points, with the drawing at the top of that.
QByteArray mediaBox(QSizeF points)
{
    const auto number = [](double value) { return QByteArray::number(value, 'f', 3); };
    const int top = qRound(points.height());
    return "/MediaBox [0 " + number(top - points.height()) + ' ' + number(points.width()) + ' ' +
           QByteArray::number(top) + ']';
}

} // namespace

QByteArray writePdf(const Figure& figure, const FigureOutput& output)
{
    const QSizeF points = pageSize(figure, output) * (72.0 / 25.4);
    const SameOrder sameOrder;
    const auto entries = output.record.entriesFor(figure);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setPageSize(QPageSize(points, QPageSize::Point, QString(), QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF(0, 0, 0, 0));
    pdf.setResolution(kPdfResolution);
    pdf.setTitle(figure.words().section(QLatin1Char('\n'), 0, 0).left(200));
    pdf.setCreator(programName());
    pdf.setDocumentXmpMetadata(xmpOf(entries));
    QPainter painter;
    if (!painter.begin(&pdf))
        throw core::error("The page could not be made.");
    painter.setRenderHint(QPainter::LosslessImageRendering); // else JPEG
    painter.scale(kPdfResolution / output.unitsPerInch, kPdfResolution / output.unitsPerInch);
    figure.paint(painter, 1.0);
    if (!painter.end())
        throw core::error("The page could not be made.");
    overwriteEntry(bytes, "/CreationDate", {}); // of no use, and never the same
    overwriteEntry(bytes, "/MediaBox", mediaBox(points));
    return bytes;
}

} // namespace ui
