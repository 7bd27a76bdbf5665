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

// Blanks "/Key(value)": everything else stays where the file says it is.
void blankEntry(QByteArray& pdf, const QByteArray& key)
{
    const qsizetype begin = pdf.indexOf(key);
    const qsizetype end = begin < 0 ? -1 : pdf.indexOf('\n', begin);
    for (qsizetype i = begin; i < end; ++i)
        pdf[i] = ' ';
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
    blankEntry(bytes, "/CreationDate");
    return bytes;
}

} // namespace ui
