// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/appearance.h"
#include "ui/settings/desktop_theme.h"
#include "ui/settings/preferences.h"

#include <QApplication>
#include <QSignalSpy>
#include <QStyleFactory>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

namespace {

constexpr int kPatience = 20000; // ms

class AppearanceTest : public testing::Test
{
protected:
    ~AppearanceTest() override
    {
        QApplication::setFont(m_font);
        qApp->setPalette(m_palette);
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    }
    static bool isDark() { return QApplication::palette().color(QPalette::Window).lightness() < 128; }

    QFont m_font = QApplication::font();
    QPalette m_palette = QApplication::palette();
};

TEST_F(AppearanceTest, FollowsThePreferences)
{
    ui::Preferences preferences;
    const ui::Appearance appearance(*qApp, preferences);
    preferences.setTheme(QStringLiteral("dark"));
    EXPECT_TRUE(isDark());
    preferences.setTheme(QStringLiteral("light"));
    EXPECT_FALSE(isDark());
    preferences.setFontPercent(150);
    EXPECT_NEAR(QApplication::font().pointSizeF(), 1.5 * m_font.pointSizeF(), 0.01);
    preferences.setFontPercent(1000);
    EXPECT_EQ(preferences.fontPercent(), ui::kLargestFont);
    preferences.setFontPercent(1);
    EXPECT_EQ(preferences.fontPercent(), ui::kSmallestFont);
}

// Qt leaves widgets under a style sheet the font they had.
TEST_F(AppearanceTest, WidgetsWithAStyleSheetFollowToo)
{
    ui::Preferences preferences;
    const ui::Appearance appearance(*qApp, preferences);
    QWidget parent;
    parent.setStyleSheet(QStringLiteral("QToolButton { border: 1px solid palette(mid); }"));
    auto* button = new QToolButton(&parent);
    parent.show();
    for (const int percent : {150, 80, 100}) {
        preferences.setFontPercent(percent);
        EXPECT_NEAR(button->font().pointSizeF(), percent / 100.0 * m_font.pointSizeF(), 0.01) << percent;
    }
}

TEST(DesktopTheme, AsksOneAfterTheOtherUntilOneAnswers)
{
    const auto says = [](const char* words) { return QStringList{QStringLiteral("echo"), QString::fromUtf8(words)}; };
    const QStringList missing{QStringLiteral("/there/is/no/such/program")};
    const QStringList fails{QStringLiteral("false")};
    const auto darkAfter = [](std::vector<QStringList> questions) -> std::optional<bool> {
        ui::DesktopTheme theme(std::move(questions));
        QSignalSpy changed(&theme, &ui::DesktopTheme::changed);
        if (!theme.isKnown() && !changed.wait(kPatience))
            return std::nullopt;
        return theme.isDark();
    };
    EXPECT_EQ(darkAfter({missing, fails, says("(<<uint32 1>>,)")}), true);
    EXPECT_EQ(darkAfter({says("(<<uint32 2>>,)"), says("'prefer-dark'")}), false);
    EXPECT_EQ(darkAfter({says("nonsense"), says("'prefer-dark'")}), true);
    EXPECT_EQ(darkAfter({fails, says("'default'")}), false);
}

} // namespace
