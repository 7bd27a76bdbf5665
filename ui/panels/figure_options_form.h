// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_options.h"

#include <QVariantMap>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QToolButton;

namespace ui {

class NumberBox;

// What a figure is to look like: a ready style, one of people's own, or any other. Own styles are kept by whoever
// listens.
class FigureOptionsForm : public QWidget
{
    Q_OBJECT

public:
    explicit FigureOptionsForm(QWidget* parent = nullptr);

    const FigureOptions& options() const { return m_options; }
    void setOptions(const FigureOptions& options); // tells nobody
    const QVariantMap& ownStyles() const { return m_own; }
    void setOwnStyles(const QVariantMap& styles);

    QComboBox& style() { return *m_style; }
    NumberBox& width() { return *m_width; }
    NumberBox& height() { return *m_height; }
    NumberBox& dpi() { return *m_dpi; }
    NumberBox& points() { return *m_points; }
    QComboBox& ground() { return *m_ground; }
    QComboBox& colourMap() { return *m_colourMap; }
    QCheckBox& caption() { return *m_caption; }

    void keepStyle(const QString& name); // the present options, under that name
    void forgetStyle();                  // the chosen one, if it is people's own

signals:
    void changed();       // options()
    void stylesChanged(); // ownStyles()

private:
    void build();
    void askName();
    void chooseStyle();
    void take();
    void show();
    void fillStyles();

    FigureOptions m_options;
    QVariantMap m_own;
    bool m_showing = false;

    QComboBox* m_style;
    QToolButton* m_keep;
    QToolButton* m_forget;
    NumberBox* m_width;
    NumberBox* m_height;
    NumberBox* m_dpi;
    QComboBox* m_family;
    NumberBox* m_points;
    QComboBox* m_ground;
    QComboBox* m_colourMap;
    QComboBox* m_tokens;
    QCheckBox* m_title;
    QCheckBox* m_caption;
    QCheckBox* m_bar;
    QCheckBox* m_mark;
};

} // namespace ui
