// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/desktop_theme.h"
#include "ui/settings/preferences.h"

#include <QFont>
#include <QPalette>

class QApplication;

namespace ui {

// Keeps the application's palette and font as the preferences, or the desktop, want them.
class Appearance : public QObject
{
    Q_OBJECT

public:
    // theme: instead of the preferred one, "" as that is; both outlive this object.
    Appearance(QApplication& application, Preferences& preferences, const QString& theme = {});

private:
    void apply();

    QApplication& m_application;
    Preferences& m_preferences;
    QString m_theme;
    DesktopTheme m_desktop;
    QFont m_font; // the desktop's
    QPalette m_palette;
};

} // namespace ui
