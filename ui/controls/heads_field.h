// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/position/options.h"

#include <QLineEdit>

#include <vector>

namespace ui {

class FieldMessage;

// Some of a model's heads, typed as layer and head: "0.3, 1.2". Enter and leaving take it, Escape puts it back; what is
// not taken says why right there.
class HeadsField : public QLineEdit
{
    Q_OBJECT

public:
    explicit HeadsField(QWidget* parent = nullptr);

    void setShape(int layers, int heads) { m_shape = {layers, heads}; } // how many there are
    void showHeads(const std::vector<core::HeadPlace>& heads);          // does not emit
    const std::vector<core::HeadPlace>& heads() const { return m_heads; }
    QString message() const; // empty: nothing is wrong

signals:
    void headsChanged(); // by the person

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void take();

    core::HeadPlace m_shape;
    std::vector<core::HeadPlace> m_heads;
    FieldMessage* m_message;
};

} // namespace ui
