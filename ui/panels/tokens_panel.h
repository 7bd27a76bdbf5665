// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/refresh.h"
#include "ui/session/job.h"
#include "ui/view_models/token_shades.h"

#include <QWidget>

class QComboBox;

namespace ui {

class ScaleBar;
class TextLine;
class TokenPage;

// The tokens of the chosen column as running text, shaded by how badly they were predicted or by attention; a click
// chooses the query.
class TokensPanel : public QWidget
{
    Q_OBJECT

public:
    TokensPanel(Session& session, Comparison& comparison, Selection& selection, core::ThreadPool& pool,
                QWidget* parent = nullptr);

    TokenPage& page() { return *m_page; }
    QComboBox& shade() { return *m_shade; }
    const TokenNumbers& numbers() const { return m_numbers; }

private:
    void showText();
    void showShades();
    void take(TokenNumbers numbers);

    Session& m_session;
    Comparison& m_comparison;
    Selection& m_selection;
    core::ThreadPool& m_pool;
    QComboBox* m_shade;
    TextLine* m_about;
    ScaleBar* m_scale;
    TokenPage* m_page;
    TokenNumbers m_numbers;
    std::shared_ptr<const QStringList> m_labels; // that the page has
    Refresh m_refresh;
    Job m_receiving; // of attention: every query counts
};

} // namespace ui
