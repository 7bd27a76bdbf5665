// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/table_figure.h"

#include <QTableWidget>

namespace ui {

// A table to read and to copy from: Ctrl+C takes the selected cells with their headers, columns apart by tabs.
class NumberTable : public QTableWidget
{
    Q_OBJECT

public:
    explicit NumberTable(QWidget* parent = nullptr);

    // Rows as long as the header, or shorter. rowNames: may be empty. Where only numbers change it is quick.
    void setContent(const QStringList& header, const QStringList& rowNames, const QVector<QStringList>& rows);
    // Colours a cell by a share from 0 to 1 of the table's colour; the text stays legible, in another theme, too.
    void tint(int row, int column, double share);
    // No higher than its rows need.
    void limitHeight();
    // As it is: what it says and how it is tinted.
    const TableContent& content() const { return m_content; }
    // The selected cells; all of them when none or one is selected.
    QString copied() const;

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void startAfresh(const QStringList& header, const QStringList& rowNames, int rows);
    void show(int row, int column, const QString& text); // without tint
    void fitRows();

    TableContent m_content;
    QVector<int> m_widest; // text of each column so far, in pixels: columns do not become narrower while numbers change
};

} // namespace ui
