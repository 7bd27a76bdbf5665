// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/tikz_engine.h"

#include <QFontInfo>
#include <QImage>

#include <cmath>
#include <numbers>
#include <utility>

namespace ui {
namespace {

QByteArray tikzPoint(QPointF point) { return '(' + shapeNumber(point.x()) + ',' + shapeNumber(point.y()) + ')'; }

QByteArray tikzOutline(const QPainterPath& path)
{
    QByteArray outline;
    QPointF first;
    QPointF last;
    const auto close = [&] {
        if (!outline.isEmpty() && first == last)
            outline += " -- cycle";
    };
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        if (element.type == QPainterPath::MoveToElement) {
            close();
            first = element;
            outline += (outline.isEmpty() ? "" : " ") + tikzPoint(element);
        } else if (element.type == QPainterPath::LineToElement) {
            outline += " -- " + tikzPoint(element);
        } else if (element.type == QPainterPath::CurveToElement && i + 2 < path.elementCount()) {
            outline += " .. controls " + tikzPoint(element) + " and " + tikzPoint(path.elementAt(i + 1)) + " .. " +
                       tikzPoint(path.elementAt(i + 2));
            i += 2;
        }
        last = path.elementAt(i);
    }
    close();
    return outline;
}

QByteArray tikzBox(const QRectF& box)
{
    return tikzPoint(box.topLeft()) + " rectangle " + tikzPoint(box.bottomRight());
}

} // namespace

QByteArray texText(const QString& text)
{
    static const QMap<char32_t, const char*> signs{{U'\\', "\\textbackslash{}"},
                                                   {U'{', "\\{"},
                                                   {U'}', "\\}"},
                                                   {U'$', "\\$"},
                                                   {U'&', "\\&"},
                                                   {U'#', "\\#"},
                                                   {U'_', "\\_"},
                                                   {U'%', "\\%"},
                                                   {U'^', "\\textasciicircum{}"},
                                                   {U'~', "\\textasciitilde{}"},
                                                   {U'<', "$<$"},
                                                   {U'>', "$>$"},
                                                   {U'|', "$|$"},
                                                   {U'"', "''"},
                                                   {U'−', "$-$"},
                                                   {U'×', "$\\times$"},
                                                   {U'÷', "$\\div$"},
                                                   {U'·', "$\\cdot$"},
                                                   {U'√', "$\\surd$"},
                                                   {U'Σ', "$\\Sigma$"},
                                                   {U'→', "$\\rightarrow$"},
                                                   {U'↑', "$\\uparrow$"},
                                                   {U'≤', "$\\leq$"},
                                                   {U'≥', "$\\geq$"},
                                                   {U'∞', "$\\infty$"},
                                                   {U'Δ', "$\\Delta$"},
                                                   {U'ƒ', "\\textit{f}"},
                                                   {U'✓', "$\\checkmark$"},
                                                   {U'↵', "$\\hookleftarrow$"},
                                                   {U'␣', "\\textvisiblespace{}"},
                                                   {U'…', "\\dots{}"}};
    QByteArray tex;
    for (const char32_t c : text.toUcs4()) {
        if (const auto sign = signs.find(c); sign != signs.end())
            tex += *sign;
        else if (c >= 0x20 && QChar::category(c) != QChar::Other_Format) // which have no width
            tex += QString::fromUcs4(&c, 1).toUtf8();
    }
    return tex;
}

TikzEngine::TikzEngine(double pointsPerUnit)
    : m_points(pointsPerUnit)
{}

QByteArray TikzEngine::length(double units) const { return shapeNumber(units * m_points) + "pt"; }

QByteArray TikzEngine::colour(const QColor& colour)
{
    QByteArray& name = m_colours[colour.rgb() & 0xFFFFFFU];
    if (name.isEmpty())
        name = "alibi" + QByteArray::number(m_colours.size());
    return name;
}

QByteArray TikzEngine::colours() const
{
    QByteArray all;
    for (auto colour = m_colours.begin(); colour != m_colours.end(); ++colour)
        all += "\\definecolor{" + *colour + "}{HTML}{" +
               QByteArray::number(colour.key(), 16).rightJustified(6, '0').toUpper() +
               "}%\n"; // a line's end would be a space
    return all;
}

QByteArray TikzEngine::elements() const { return m_elements; }

bool TikzEngine::end()
{
    if (std::exchange(m_clips, false))
        m_elements += "\\end{scope}\n";
    return true;
}

void TikzEngine::clipChanged()
{
    end();
    if (!m_clip)
        return;
    m_elements += "\\begin{scope}\n\\clip " + tikzOutline(*m_clip) + ";\n";
    m_clips = true;
}

void TikzEngine::add(const QByteArray& element)
{
    m_elements += element + ";\n";
    ++m_count;
}

void TikzEngine::addShape(const QByteArray& outline, bool filled, bool evenOdd)
{
    QByteArray options;
    const auto option = [&options](const QByteArray& text) { options += (options.isEmpty() ? "" : ",") + text; };
    if (filled && isFilled()) {
        option("fill=" + colour(m_brush.color()));
        if (m_brush.color().alpha() < 255)
            option("fill opacity=" + shapeNumber(static_cast<double>(m_brush.color().alphaF())));
        if (evenOdd)
            option("even odd rule");
    }
    if (m_pen.style() != Qt::NoPen) {
        const double width = lineWidth();
        option("draw=" + colour(m_pen.color()));
        option("line width=" + length(width));
        if (m_pen.color().alpha() < 255)
            option("draw opacity=" + shapeNumber(static_cast<double>(m_pen.color().alphaF())));
        if (m_pen.capStyle() != Qt::FlatCap)
            option(m_pen.capStyle() == Qt::RoundCap ? "line cap=round" : "line cap=rect");
        if (m_pen.joinStyle() != Qt::MiterJoin)
            option(m_pen.joinStyle() == Qt::RoundJoin ? "line join=round" : "line join=bevel");
        if (m_pen.style() != Qt::SolidLine) {
            QByteArray dashes;
            bool on = true;
            for (const double dash : m_pen.dashPattern()) {
                dashes += (on ? " on " : " off ") + length(dash * width);
                on = !on;
            }
            option("dash pattern=" + dashes.trimmed());
        }
    }
    if (!options.isEmpty())
        add("\\path[" + options + "] " + outline);
}

void TikzEngine::drawRects(const QRectF* boxes, int count)
{
    for (int i = 0; i < count; ++i) {
        if (m_matrix.type() <= QTransform::TxScale) {
            addShape(tikzBox(m_matrix.mapRect(boxes[i])), true, false);
            continue;
        }
        QPainterPath path;
        path.addRect(boxes[i]);
        drawPath(path);
    }
}

void TikzEngine::drawPath(const QPainterPath& path)
{
    if (!path.isEmpty())
        addShape(tikzOutline(m_matrix.map(path)), true, path.fillRule() == Qt::OddEvenFill);
}

void TikzEngine::drawPolygon(const QPointF* points, int count, PolygonDrawMode mode)
{
    QByteArray outline;
    for (int i = 0; i < count; ++i)
        outline += (i == 0 ? "" : " -- ") + tikzPoint(m_matrix.map(points[i]));
    if (mode != PolylineMode)
        outline += " -- cycle";
    addShape(outline, mode != PolylineMode, mode == OddEvenMode);
}

void TikzEngine::drawTextItem(const QPointF& at, const QTextItem& text)
{
    const QString letters = text.text().trimmed();
    if (m_pen.style() == Qt::NoPen || letters.isEmpty())
        return;
    const QFontInfo font(text.font());
    const double pixels = text.font().pixelSize() > 0 ? text.font().pixelSize() : font.pixelSize();
    const QByteArray size = shapeNumber(pixels * std::sqrt(std::abs(m_matrix.determinant())) * m_points);
    const double angle = -std::atan2(m_matrix.m12(), m_matrix.m11()) * 180.0 / std::numbers::pi;
    QByteArray options = "anchor=base,inner sep=0pt,outer sep=0pt,text=" + colour(m_pen.color()) + ",font=\\fontsize{" +
                         size + "}{" + size + "}\\selectfont" + (font.weight() > QFont::Normal ? "\\bfseries" : "") +
                         (font.italic() ? "\\itshape" : "");
    if (std::abs(angle) > 0.01)
        options += ",rotate=" + shapeNumber(angle);
    add("\\node[" + options + "] at " + tikzPoint(m_matrix.map(at + QPointF(text.width() / 2.0, 0.0))) + " {" +
        texText(letters) + '}');
}

void TikzEngine::addCells(const QRectF& box, QRgb pixel)
{
    if (qAlpha(pixel) > 0)
        add("\\fill[" + colour(QColor(pixel)) + "] " + tikzBox(box));
}

// Equal neighbours of a line are one box.
void TikzEngine::drawImage(const QRectF& target, const QImage& picture, const QRectF& part, Qt::ImageConversionFlags)
{
    const QRect shown = part.toRect();
    const QImage cells = picture.copy(shown).convertToFormat(QImage::Format_ARGB32);
    const QRectF box = m_matrix.mapRect(target);
    const double wide = box.width() / shown.width();
    const double high = box.height() / shown.height();
    for (int y = 0; y < cells.height(); ++y)
        for (int begin = 0, x = 1; x <= cells.width(); ++x)
            if (x == cells.width() || cells.pixel(x, y) != cells.pixel(begin, y)) {
                addCells({box.x() + begin * wide, box.y() + y * high, (x - begin) * wide, high}, cells.pixel(begin, y));
                begin = x;
            }
}

} // namespace ui
