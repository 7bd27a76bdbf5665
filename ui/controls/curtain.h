// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace ui {

// Hangs over a widget and hides it, with a sentence on it; what is behind can neither be clicked nor reached by keys.
class Curtain : public QWidget
{
    Q_OBJECT

public:
    Curtain(QWidget& over, const QString& sentence);

    void setDrawn(bool drawn);
    bool isDrawn() const { return !isHidden(); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void cover();

    QWidget& m_over;
    QString m_sentence;
};

} // namespace ui
