// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/view_copy.h"

#include "ui/figure/sheet.h"
#include "ui/figure/writers.h"
#include "ui/plot/shown_figures.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QWidget>

#include <string>

namespace ui {
namespace {

constexpr double kScale = 2.0; // pixels for each of a screen's

} // namespace

void copyViewPicture(QWidget& view)
{
    const FigureStyle style = paperStyle(view.font());
    const auto figures = shownFigures(view, style);
    auto* copied = new QMimeData;
    if (figures.empty()) {
        copied->setImageData(view.grab().toImage());
    } else {
        const Sheet sheet({{}, figures, {}}, style);
        copied->setImageData(pictureOf(sheet, kScale));
        copied->setData(QStringLiteral("image/svg+xml"), figureWriterFor(QStringLiteral("f.svg")).write(sheet, {}));
    }
    QApplication::clipboard()->setMimeData(copied);
}

bool copyViewNumbers(const QWidget& view)
{
    QVector<FigureNumbers> numbers;
    for (const auto& figure : shownFigures(view, paperStyle(view.font())))
        numbers += figure->numbers();
    if (numbers.isEmpty())
        return false;
    const std::string csv = csvOf(numbers);
    auto* copied = new QMimeData;
    copied->setData(QStringLiteral("text/csv"), QByteArray::fromStdString(csv));
    copied->setText(QString::fromStdString(csv));
    QApplication::clipboard()->setMimeData(copied);
    return true;
}

} // namespace ui
