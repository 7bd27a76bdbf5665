// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view_models/comparison.h"

#include <QWidget>

class QToolButton;

namespace ui {

class TextLine;

// Says what the engine is doing: how far work that takes long is and how long it will take, with a button that ends it.
// Otherwise it says which scale all heads' biases have in common, where they have one: a line of its own beside them
// would make the maps smaller, and those anew.
class WorkBar : public QWidget
{
    Q_OBJECT

public:
    WorkBar(Session& session, const Comparison& comparison, QWidget* parent = nullptr);

    // "ALiBi reads 16384 tokens: 42 %, about 2 s left"; columns: how many there are.
    static QString sentence(const LongWork& work, const QString& model, std::size_t columns);

private:
    void showWork();
    QString usualText() const;

    Session& m_session;
    const Comparison& m_comparison;
    QToolButton* m_cancel;
    TextLine* m_text; // a label would lay the window out anew with every word
};

} // namespace ui
