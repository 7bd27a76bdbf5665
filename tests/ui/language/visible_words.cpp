// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/language/visible_words.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QMetaProperty>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTextEdit>

#include <set>

namespace ui {

class TextRecorder::Engine : public QPaintEngine
{
public:
    Engine()
        : QPaintEngine(QPaintEngine::AllFeatures)
    {}

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState&) override {}
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
    void drawImage(const QRectF&, const QImage&, const QRectF&, Qt::ImageConversionFlags) override {}
    void drawPath(const QPainterPath&) override {}
    void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
    void drawTextItem(const QPointF&, const QTextItem& item) override { texts.append(item.text()); }
    Type type() const override { return User; }

    QStringList texts;
};

TextRecorder::TextRecorder(QSize size)
    : m_size(size)
    , m_engine(new Engine)
{}

TextRecorder::~TextRecorder() { delete m_engine; }

QPaintEngine* TextRecorder::paintEngine() const { return m_engine; }

const QStringList& TextRecorder::texts() const { return m_engine->texts; }

int TextRecorder::metric(PaintDeviceMetric metric) const
{
    switch (metric) {
    case PdmWidth:
        return m_size.width();
    case PdmHeight:
        return m_size.height();
    case PdmDepth:
        return 32;
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
        return 96;
    case PdmDevicePixelRatio:
        return 1;
    case PdmDevicePixelRatioScaled:
        return static_cast<int>(devicePixelRatioFScale());
    default:
        return 0;
    }
}

namespace {

const std::set<QByteArray>& readableProperties()
{
    static const std::set<QByteArray> names{
        "text",        "title",           "windowTitle",           "toolTip", "statusTip", "whatsThis",
        "prefix",      "accessibleName",  "accessibleDescription", "suffix",  "labelText", "placeholderText",
        "description", "informativeText", "specialValueText",      "iconText"};
    return names;
}

class Collector
{
public:
    QVector<VisibleText> found;

    void add(const QObject& object, const char* what, const QString& text)
    {
        if (!text.isEmpty())
            found.append({QStringLiteral("%1 %2 %3")
                              .arg(QString::fromLatin1(object.metaObject()->className()), object.objectName(),
                                   QString::fromLatin1(what)),
                          text});
    }

    void addProperties(const QObject& object)
    {
        const QMetaObject& type = *object.metaObject();
        for (int i = 0; i < type.propertyCount(); ++i) {
            const QMetaProperty property = type.property(i);
            const bool written =
                qobject_cast<const QLineEdit*>(&object) != nullptr && qstrcmp(property.name(), "text") == 0;
            if (property.metaType().id() == QMetaType::QString && readableProperties().count(property.name()) > 0 &&
                !written)
                add(object, property.name(), property.read(&object).toString());
        }
    }

    void addItems(const QAbstractItemView& view)
    {
        const QAbstractItemModel* model = view.model();
        if (model == nullptr)
            return;
        for (int c = 0; c < model->columnCount(view.rootIndex()); ++c) {
            if (qobject_cast<const QHeaderView*>(&view) == nullptr)
                add(view, "header", model->headerData(c, Qt::Horizontal).toString());
            for (int r = 0; r < model->rowCount(view.rootIndex()); ++r)
                for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)})
                    add(view, "item", model->index(r, c, view.rootIndex()).data(role).toString());
        }
    }

    void addPainted(QWidget& widget)
    {
        TextRecorder recorder(widget.size());
        QPainter painter(&recorder);
        widget.render(&painter, {}, {}, QWidget::RenderFlags());
        painter.end();
        for (const QString& text : recorder.texts())
            add(widget, "painted", text);
    }
};

// Their texts are a person's own.
bool isWriting(const QWidget& widget)
{
    return qobject_cast<const QLineEdit*>(&widget) != nullptr ||
           qobject_cast<const QPlainTextEdit*>(&widget) != nullptr ||
           qobject_cast<const QTextEdit*>(&widget) != nullptr ||
           (widget.parentWidget() != nullptr && isWriting(*widget.parentWidget()));
}

} // namespace

QVector<VisibleText> visibleTexts()
{
    Collector collector;
    for (QWidget* widget : QApplication::allWidgets()) {
        if (qobject_cast<QFileDialog*>(widget->window()) != nullptr && widget != widget->window())
            continue; // Qt's own dialog, and folders
        collector.addProperties(*widget);
        for (const QAction* action : widget->actions())
            collector.addProperties(*action);
        if (const auto* combo = qobject_cast<QComboBox*>(widget))
            for (int i = 0; i < combo->count(); ++i)
                for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole)})
                    collector.add(*combo, "item", combo->itemData(i, role).toString());
        if (const auto* tabs = qobject_cast<QTabBar*>(widget))
            for (int i = 0; i < tabs->count(); ++i)
                for (const QString& text : {tabs->tabText(i), tabs->tabToolTip(i)})
                    collector.add(*tabs, "tab", text);
        if (const auto* view = qobject_cast<QAbstractItemView*>(widget))
            collector.addItems(*view);
        if (widget->isVisible() && !widget->size().isEmpty() && !isWriting(*widget))
            collector.addPainted(*widget);
    }
    return collector.found;
}

} // namespace ui
