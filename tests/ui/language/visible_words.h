// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPaintDevice>
#include <QPaintEngine>
#include <QStringList>
#include <QWidget>

namespace ui {

// Everything a person can read in the program's windows, whatever widget it is in: texts, tool tips, what screen
// readers say, items, headers, menus, and what widgets paint by themselves. Each as "where: text".
struct VisibleText
{
    QString where;
    QString text;
};
QVector<VisibleText> visibleTexts();

// Draws nothing and writes down every text drawn.
class TextRecorder : public QPaintDevice
{
public:
    explicit TextRecorder(QSize size);
    ~TextRecorder() override;

    QPaintEngine* paintEngine() const override;
    const QStringList& texts() const;

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    class Engine;
    QSize m_size;
    Engine* m_engine;
};

} // namespace ui
