// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/filling.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QSplitter>

namespace ui {

Filling::Filling(QMainWindow& window, QWidget& area)
    : QObject(&window)
    , m_window(window)
    , m_area(area)
{}

void Filling::hideBeside(QWidget* part)
{
    const auto hide = [this](QWidget* other) {
        if (other->isHidden())
            return;
        other->hide();
        m_hidden.append(other);
    };
    // Columns stand in a splitter.
    for (QWidget* inner = part; inner != nullptr && inner != &m_window; inner = inner->parentWidget())
        if (auto* row = qobject_cast<QSplitter*>(inner->parentWidget()))
            for (int i = 0; i < row->count(); ++i)
                if (row->widget(i) != inner)
                    hide(row->widget(i));
    for (QDockWidget* dock : m_window.findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly))
        if (!dock->isAncestorOf(part) && dock != part)
            hide(dock);
    if (!m_area.isAncestorOf(part) && &m_area != part)
        hide(&m_area);
}

void Filling::fill(QWidget* part)
{
    if (part == m_part)
        return;
    if (m_part != nullptr || !m_hidden.isEmpty()) {
        for (const auto& widget : std::exchange(m_hidden, {}))
            if (widget != nullptr)
                widget->show();
        m_window.restoreState(m_before);
    }
    m_part = part;
    if (part != nullptr) {
        m_before = m_window.saveState();
        hideBeside(part);
    }
    emit changed(part);
}

} // namespace ui
