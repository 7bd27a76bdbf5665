// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QStringList>
#include <QVector>
#include <QWidget>

namespace ui {

// Groups of horizontal bars, each group with a scale of its own that begins at 0, each bar with its name and number.
class BarGroups : public QWidget
{
    Q_OBJECT

public:
    struct Group
    {
        QString title;
        QVector<double> values; // NaN: none yet
        QStringList texts;
        bool operator==(const Group&) const = default;
    };

    using QWidget::QWidget;

    // names and colours: one per bar of a group.
    void setContent(const QVector<Group>& groups, const QStringList& names, const QVector<QColor>& colours);

    QSize sizeHint() const override { return {420, 240}; }
    QSize minimumSizeHint() const override { return {240, 160}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVector<Group> m_groups;
    QStringList m_names;
    QVector<QColor> m_colours;
};

} // namespace ui
