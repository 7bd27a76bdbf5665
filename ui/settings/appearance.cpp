// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/appearance.h"

#include "ui/settings/program_style.h"
#include "ui/settings/theme.h"

#include <QApplication>
#include <QWidget>

namespace ui {

Appearance::Appearance(QApplication& application, Preferences& preferences, const QString& theme)
    : m_application(application)
    , m_preferences(preferences)
    , m_theme(theme)
    , m_font(QApplication::font())
    , m_palette(QApplication::palette())
{
    QApplication::setStyle(new ProgramStyle);
    connect(&preferences, &Preferences::appearanceChanged, this, [this] {
        m_theme.clear(); // what is chosen in the window counts from then on
        apply();
    });
    connect(&application, &QGuiApplication::applicationStateChanged, &m_desktop, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive)
            m_desktop.ask();
    });
    connect(&m_desktop, &DesktopTheme::changed, this, &Appearance::apply);
    apply();
}

void Appearance::apply()
{
    const QString theme = m_theme.isEmpty() ? m_preferences.theme() : m_theme;
    // Where nobody says, the palette that Qt found tells.
    const bool desktopDark =
        m_desktop.isKnown() ? m_desktop.isDark() : m_palette.color(QPalette::Window).lightness() < 128;
    const bool dark = theme == QLatin1String("dark") || (theme.isEmpty() && desktopDark);
    m_application.setPalette(dark ? darkPalette() : lightPalette());
    QFont font = m_font;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(m_font.pointSizeF() * m_preferences.fontPercent() / 100.0);
    else
        font.setPixelSize(qRound(m_font.pixelSize() * m_preferences.fontPercent() / 100.0));
    QApplication::setFont(font);
    // Style sheets keep the font and the palette of when they were set.
    for (QWidget* widget : QApplication::allWidgets())
        if (const QString sheet = widget->styleSheet(); !sheet.isEmpty()) {
            widget->setStyleSheet({});
            widget->setStyleSheet(sheet);
        }
}

} // namespace ui
