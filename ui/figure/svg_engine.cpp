// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/svg_engine.h"

#include "ui/figure/figure_record.h"

#include <QBuffer>
#include <QFontInfo>
#include <QImage>
#include <QPainterPath>
#include <QPen>

namespace ui {
namespace {

QByteArray svgPoint(QPointF point) { return shapeNumber(point.x()) + ' ' + shapeNumber(point.y()); }

QByteArray svgAttribute(const char* name, const QByteArray& value)
{
    return QByteArray(1, ' ') + name + "=\"" + value + '"';
}

// "fill" or "stroke" and, where it is not opaque, how much of it is seen.
QByteArray svgColour(const char* name, const QColor& colour)
{
    QByteArray text = svgAttribute(name, colour.name(QColor::HexRgb).toLatin1());
    if (colour.alpha() < 255)
        text += svgAttribute((QByteArray(name) + "-opacity").constData(),
                             shapeNumber(static_cast<double>(colour.alphaF())));
    return text;
}

QByteArray svgOutline(const QPainterPath& path)
{
    QByteArray outline;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        const char* letter = element.type == QPainterPath::MoveToElement    ? "M"
                             : element.type == QPainterPath::LineToElement  ? "L"
                             : element.type == QPainterPath::CurveToElement ? "C"
                                                                            : " ";
        outline += letter + svgPoint(element);
    }
    return outline;
}

QByteArray svgMatrix(const QTransform& matrix)
{
    return "matrix(" + shapeNumber(matrix.m11()) + ' ' + shapeNumber(matrix.m12()) + ' ' + shapeNumber(matrix.m21()) +
           ' ' + shapeNumber(matrix.m22()) + ' ' + shapeNumber(matrix.dx()) + ' ' + shapeNumber(matrix.dy()) + ')';
}

} // namespace

void SvgEngine::brushChanged()
{
    m_fill = m_brush.style() == Qt::NoBrush ? svgAttribute("fill", "none") : svgColour("fill", m_brush.color());
}

void SvgEngine::clipChanged()
{
    m_clipName.clear();
    if (!m_clip)
        return;
    m_clipName = "c" + QByteArray::number(++m_clips);
    m_elements += "<clipPath" + svgAttribute("id", m_clipName) + "><path" + svgAttribute("d", svgOutline(*m_clip)) +
                  "/></clipPath>\n";
}

void SvgEngine::add(const QByteArray& element)
{
    if (m_clipName.isEmpty())
        m_elements += element + '\n';
    else
        m_elements += "<g" + svgAttribute("clip-path", "url(#" + m_clipName + ')') + '>' + element + "</g>\n";
}

QByteArray SvgEngine::stroke() const
{
    if (m_pen.style() == Qt::NoPen)
        return {};
    const double width = lineWidth();
    QByteArray text = svgColour("stroke", m_pen.color()) + svgAttribute("stroke-width", shapeNumber(width));
    if (m_pen.capStyle() != Qt::FlatCap)
        text += svgAttribute("stroke-linecap", m_pen.capStyle() == Qt::RoundCap ? "round" : "square");
    if (m_pen.joinStyle() != Qt::MiterJoin)
        text += svgAttribute("stroke-linejoin", m_pen.joinStyle() == Qt::RoundJoin ? "round" : "bevel");
    if (m_pen.style() != Qt::SolidLine) {
        QByteArray dashes;
        for (const double dash : m_pen.dashPattern())
            dashes += (dashes.isEmpty() ? "" : " ") + shapeNumber(dash * width);
        text += svgAttribute("stroke-dasharray", dashes);
    }
    return text;
}

void SvgEngine::addShape(const QByteArray& outline, bool filled, bool evenOdd)
{
    const bool seen = filled && isFilled();
    const QByteArray line = stroke();
    if (seen || !line.isEmpty())
        add("<path" + (seen ? m_fill : svgAttribute("fill", "none")) + line +
            (evenOdd ? svgAttribute("fill-rule", "evenodd") : QByteArray()) + svgAttribute("d", outline) + "/>");
}

void SvgEngine::drawRects(const QRectF* boxes, int count)
{
    for (int i = 0; i < count; ++i) {
        if (m_matrix.type() > QTransform::TxScale) {
            QPainterPath path;
            path.addRect(boxes[i]);
            drawPath(path);
            continue;
        }
        const QRectF box = m_matrix.mapRect(boxes[i]);
        const QByteArray width = shapeNumber(box.width());
        addShape('M' + svgPoint(box.topLeft()) + 'h' + width + 'v' + shapeNumber(box.height()) + "h-" + width + 'z',
                 true);
    }
}

void SvgEngine::drawPath(const QPainterPath& path)
{
    const QByteArray outline = svgOutline(m_matrix.map(path));
    addShape(outline, true, path.fillRule() == Qt::OddEvenFill);
}

void SvgEngine::drawPolygon(const QPointF* points, int count, PolygonDrawMode mode)
{
    QByteArray outline;
    for (int i = 0; i < count; ++i)
        outline += (i == 0 ? "M" : "L") + svgPoint(m_matrix.map(points[i]));
    if (mode != PolylineMode)
        outline += 'z';
    addShape(outline, mode != PolylineMode);
}

void SvgEngine::drawTextItem(const QPointF& at, const QTextItem& text)
{
    const QString letters = text.text();
    if (m_pen.style() == Qt::NoPen || letters.trimmed().isEmpty())
        return;
    const QFontInfo font(text.font());
    QByteArray element = "<text" + svgColour("fill", m_pen.color());
    if (m_matrix.type() > QTransform::TxTranslate)
        element += svgAttribute("transform", svgMatrix(m_matrix)) + svgAttribute("x", shapeNumber(at.x())) +
                   svgAttribute("y", shapeNumber(at.y()));
    else
        element += svgAttribute("x", shapeNumber(at.x() + m_matrix.dx())) +
                   svgAttribute("y", shapeNumber(at.y() + m_matrix.dy()));
    element += svgAttribute("font-family", '\'' + xmlText(font.family()) + "', sans-serif");
    element +=
        svgAttribute("font-size", shapeNumber(text.font().pixelSize() > 0 ? text.font().pixelSize()
                                                                          : static_cast<double>(font.pixelSize())));
    if (font.weight() != QFont::Normal)
        element += svgAttribute("font-weight", QByteArray::number(font.weight()));
    if (font.italic())
        element += svgAttribute("font-style", "italic");
    // So that it takes as much room where another font stands in.
    element += svgAttribute("textLength", shapeNumber(text.width())) + svgAttribute("lengthAdjust", "spacingAndGlyphs");
    add(element + '>' + xmlText(letters) + "</text>");
}

void SvgEngine::drawImage(const QRectF& target, const QImage& picture, const QRectF& part, Qt::ImageConversionFlags)
{
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    const QRect shown = part.toRect();
    (shown == picture.rect() ? picture : picture.copy(shown)).save(&buffer, "PNG");
    const QRectF box = m_matrix.mapRect(target);
    add("<image" + svgAttribute("x", shapeNumber(box.x())) + svgAttribute("y", shapeNumber(box.y())) +
        svgAttribute("width", shapeNumber(box.width())) + svgAttribute("height", shapeNumber(box.height())) +
        svgAttribute("preserveAspectRatio", "none") +
        svgAttribute("style", "image-rendering:optimizeSpeed;image-rendering:pixelated") +
        svgAttribute("xlink:href", "data:image/png;base64," + png.toBase64()) + "/>");
}

} // namespace ui
