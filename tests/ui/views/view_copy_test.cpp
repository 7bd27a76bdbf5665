// SPDX-License-Identifier: GPL-3.0-or-later
// What a view's title offers: its picture, its numbers, a figure of it.
#include "tests/ui/main_window_fixture.h"
#include "ui/panels/export_dialog.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QImage>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>

namespace ui {
namespace {

class ViewCopyTest : public MainWindowFixture
{
protected:
    QList<QAction*> offers(const char* view)
    {
        auto* dock = m_window->findChild<QDockWidget*>(QLatin1String(view));
        return dock->titleBarWidget()->findChild<QToolButton*>(QStringLiteral("copyView"))->menu()->actions();
    }
    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kPatience); }
    static const QMimeData& copied() { return *QApplication::clipboard()->mimeData(); }
};

TEST_F(ViewCopyTest, CurvesAreCopiedAsPictureDrawingAndNumbers)
{
    ASSERT_TRUE(allFollows([] {}));
    m_window->showView("curves", true);
    settle();
    offers("curves")[0]->trigger();
    EXPECT_TRUE(copied().hasImage());
    EXPECT_TRUE(copied().data(QStringLiteral("image/svg+xml")).contains("<svg"));
    EXPECT_EQ(qvariant_cast<QImage>(copied().imageData()).pixelColor(1, 1), QColor(Qt::white)) << "for paper";
    offers("curves")[1]->trigger();
    EXPECT_TRUE(copied().text().contains(QStringLiteral("ALiBi-64"))) << copied().text().left(300).toStdString();
    EXPECT_TRUE(copied().hasFormat(QStringLiteral("text/csv")));
}

TEST_F(ViewCopyTest, AViewWithoutFiguresIsCopiedAsItIs)
{
    ASSERT_TRUE(started());
    m_window->showView("slopes", true);
    settle();
    QApplication::clipboard()->setText(QStringLiteral("before"));
    offers("slopes")[1]->trigger();
    EXPECT_EQ(copied().text(), QStringLiteral("before")) << "it has no numbers to copy";
    offers("slopes")[0]->trigger();
    EXPECT_EQ(qvariant_cast<QImage>(copied().imageData()).size(),
              m_window->findChild<QDockWidget*>(QStringLiteral("slopes"))->widget()->size());
}

TEST_F(ViewCopyTest, AFigureOfItIsExported)
{
    ASSERT_TRUE(started());
    m_window->showView("curves", true);
    offers("curves").last()->trigger();
    auto* dialog = m_window->findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(dialog->kinds().currentItem()->data(Qt::UserRole).toString(), QStringLiteral("perplexity"));
    ASSERT_TRUE(becomes([&] { return dialog->isComplete(); }));
    EXPECT_TRUE(dialog->saveButton().isEnabled());
}

} // namespace
} // namespace ui
