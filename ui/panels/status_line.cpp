// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/status_line.h"

#include <algorithm>

namespace ui {

StatusLine::StatusLine(Session& session, Comparison& comparison, QWidget* parent)
    : TextLine(Qt::AlignRight, parent)
    , m_session(session)
    , m_comparison(comparison)
{
    connect(&session, &Session::setupChanged, this, &StatusLine::showStatus);
    connect(&session, &Session::settled, this, &StatusLine::showStatus);
    connect(&comparison, &Comparison::columnChanged, this, &StatusLine::showStatus);
    connect(&comparison, &Comparison::tokensChanged, this, &StatusLine::showStatus);
}

void StatusLine::showStatus()
{
    QStringList parts;
    const int tokens = m_comparison.tokenCount();
    if (tokens > 0)
        parts.append(tr("%1 of %n token(s)", nullptr, tokens).arg(std::min(tokens, m_session.setup().length)));
    for (std::size_t c = 0; c < m_comparison.columns(); ++c)
        if (const QString pass = m_comparison.passText(c); !pass.isEmpty())
            parts.append(pass);
    setText({}, parts.join(QStringLiteral("   ·   ")));
}

} // namespace ui
