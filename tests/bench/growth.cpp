// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/growth.h"

#include "core/base/random.h"
#include "core/model/trace.h"
#include "tests/bench/measure.h"
#include "ui/figure/curves_figure.h"
#include "ui/figure/series_colours.h"
#include "ui/figure/writers.h"
#include "ui/library/library.h"

#include <QGuiApplication>

#include <fmt/core.h>

#include <cmath>

namespace bench {
namespace {

constexpr int kFitFrom = 1024; // tokens: below, the part that grows with the length itself rules

// b of y = a x^b, least squares on logarithms.
double exponentOf(const ui::Curve& curve)
{
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (qsizetype i = 0; i < curve.x.size(); ++i) {
        if (curve.x[i] < kFitFrom)
            continue;
        const double x = std::log(curve.x[i]);
        const double y = std::log(curve.y[i]);
        n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
    }
    return n < 2 ? std::nan("") : (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

void savePicture(const QVector<ui::Curve>& curves, const QString& path)
{
    ui::CurvesContent content;
    content.curves = curves;
    content.xLabel = QStringLiteral("length (tokens)");
    content.yLabel = QStringLiteral("forward pass (ms), its trace (MB)");
    content.xLog = content.yLog = true;
    ui::saveFigure(ui::CurvesFigure(std::move(content), QSize(900, 520), ui::paperStyle(QGuiApplication::font())), path,
                   {.dpi = 96.0});
}

} // namespace

core::Json measureGrowth(core::ThreadPool& pool, const core::Json& pytorch, const QString& picture)
{
    core::Random random(7);
    std::vector<int> tokens(16384);
    for (int& token : tokens)
        token = static_cast<int>(random.below(1024));
    QVector<ui::Curve> curves;
    ui::Curve memory{QStringLiteral("memory"), QStringLiteral("trace, MB"), Qt::darkGray, {}, {}, true, true};
    for (const char* id : {"alibi", "sinusoidal"}) {
        const auto checkpoint = ui::loadModel(fmt::format("builtin:{}-64", id));
        ui::Curve time{QString::fromLatin1(id),
                       QString::fromLatin1(id) + QStringLiteral(", ms"),
                       ui::encodingColour(QString::fromLatin1(id)),
                       {},
                       {},
                       false,
                       true};
        for (std::size_t length = 64; length <= tokens.size(); length *= 2) {
            std::shared_ptr<const core::Trace<float>> trace;
            const double ms =
                median([&] { trace = core::forward(checkpoint->model, std::span(tokens).first(length), pool); });
            time.x.append(static_cast<double>(length));
            time.y.append(ms);
            if (curves.empty()) {
                memory.x.append(static_cast<double>(length));
                memory.y.append(static_cast<double>(trace->bytes()) / 1048576.0);
            }
        }
        curves.append(time);
    }
    if (!pytorch.empty()) {
        ui::Curve theirs{QStringLiteral("pytorch"),
                         QStringLiteral("PyTorch (memory kept), ms"),
                         QColor(0xee, 0x4c, 0x2c),
                         {},
                         {},
                         true,
                         true};
        for (const int length : {64, 128, 512, 1024, 2048, 4096})
            if (const auto found = pytorch.find(std::to_string(length)); found != pytorch.end()) {
                theirs.x.append(length);
                theirs.y.append(found->get<double>());
            }
        curves.append(theirs);
    }
    curves.append(memory);
    core::Json result;
    for (ui::Curve& curve : curves) {
        const double exponent = exponentOf(curve);
        core::Json& entry = result[curve.id.toStdString()];
        entry["lengths"] = std::vector<double>(curve.x.begin(), curve.x.end());
        entry["values"] = std::vector<double>(curve.y.begin(), curve.y.end());
        entry["exponent_from_1024"] = exponent;
        fmt::print("{:<22}{:.3g} at {:.0f}, {:.4g} at {:.0f}; from {} on it grows with length^{:.2f}\n",
                   "growth: " + curve.label.toStdString(), curve.y.first(), curve.x.first(), curve.y.last(),
                   curve.x.last(), kFitFrom, exponent);
        curve.label += QStringLiteral(" ∝ length^%1").arg(exponent, 0, 'f', 2);
    }
    if (!picture.isEmpty())
        savePicture(curves, picture);
    return result;
}

} // namespace bench
