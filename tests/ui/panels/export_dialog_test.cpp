// SPDX-License-Identifier: GPL-3.0-or-later
// Figures exported by hand: chosen, seen, written, made again.
#include "ui/panels/export_dialog.h"

#include "core/io/atomic_file.h"
#include "core/setup/session_file.h"
#include "tests/ui/main_window_fixture.h"
#include "tests/ui/saving_person.h"
#include "ui/controls/drag_label.h"
#include "ui/controls/number_box.h"
#include "ui/figure/figure_numbers.h"
#include "ui/panels/figure_options_form.h"
#include "ui/settings/preferences.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QImage>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>

namespace ui {
namespace {

class ExportDialogTest : public MainWindowFixture
{
protected:
    ExportDialog& dialog() { return *m_window->findChild<ExportDialog*>(); }
    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, kPatience); }
    bool isComplete()
    {
        return becomes([&] { return dialog().isComplete(); });
    }
    bool opened() { return started() && shown(); }
    bool shown()
    {
        m_window->findChild<QAction*>(QStringLiteral("export-figure"))->trigger();
        return m_window->findChild<ExportDialog*>() != nullptr && isComplete();
    }
    bool choose(const char* kind)
    {
        QListWidget& kinds = dialog().kinds();
        for (int row = 0; row < kinds.count(); ++row)
            if (kinds.item(row)->data(Qt::UserRole).toString() == QLatin1String(kind)) {
                QTest::mouseClick(
                    kinds.viewport(), Qt::LeftButton, {},
                    (kinds.scrollToItem(kinds.item(row)), kinds.visualItemRect(kinds.item(row)).center()));
                return kinds.currentRow() == row && isComplete();
            }
        return false;
    }
    void setFormats(const QStringList& endings)
    {
        for (QCheckBox* box : dialog().formats())
            if (box->isChecked() != endings.contains(box->objectName()))
                QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        ASSERT_EQ(dialog().endings(), endings);
    }
    bool saved(const QString& base)
    {
        QSignalSpy finished(&dialog(), &ExportDialog::finishedSaving);
        dialog().saveAs(base);
        return becomes([&] { return finished.count() == 1; }) && isComplete();
    }
    QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files, QDir::Name); }
    QString at(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    QTemporaryDir m_folder;
};

TEST_F(ExportDialogTest, ShowsTheFigureAsLargeAsItWillBe)
{
    ASSERT_TRUE(opened());
    ASSERT_TRUE(dialog().saveButton().isEnabled()) << dialog().message().toStdString();
    const int before = dialog().previewSize().width();
    EXPECT_GT(before, 100);
    NumberBox& width = dialog().form().width();
    width.setFocus();
    width.selectAll();
    QTest::keyClicks(&width, QStringLiteral("170"));
    QTest::keyClick(&width, Qt::Key_Return);
    ASSERT_TRUE(becomes([&] { return dialog().previewSize().width() > before; }));
    EXPECT_NEAR(dialog().previewSize().width(), 2 * before, 3);
    EXPECT_TRUE(dialog().isVisible()) << "Enter in a field saves nothing";
}

TEST_F(ExportDialogTest, EveryKindIsDrawnOrSaysWhyNot)
{
    ASSERT_TRUE(started());
    m_window->selection().choose(0, {80, 75});
    ASSERT_TRUE(shown());
    for (int row = 0; row < dialog().kinds().count(); ++row) {
        dialog().kinds().setCurrentRow(row);
        ASSERT_TRUE(isComplete()) << row;
        EXPECT_TRUE(dialog().saveButton().isEnabled()) << dialog().kinds().item(row)->text().toStdString();
        EXPECT_FALSE(dialog().previewSize().isEmpty()) << row;
    }
}

TEST_F(ExportDialogTest, WithoutACellItsFiguresCannotBeChosen)
{
    ASSERT_TRUE(opened());
    for (int row = 0; row < dialog().kinds().count(); ++row) {
        const QListWidgetItem& item = *dialog().kinds().item(row);
        const QString id = item.data(Qt::UserRole).toString();
        const bool needs =
            id == QStringLiteral("row") || id == QStringLiteral("cell") || id == QStringLiteral("text-attention");
        EXPECT_EQ(item.flags() == Qt::NoItemFlags, needs) << id.toStdString();
    }
}

// What is written is what was seen: the stage that the window shows, and the session that comes back from the picture.
TEST_F(ExportDialogTest, WritesSeveralFormatsAtOnceEachWithItsSession)
{
    ASSERT_TRUE(started());
    ASSERT_TRUE(follows([&] {
        m_window->session().edit(QStringLiteral("stage"), [](core::Setup& e) { e.view.stage = core::Stage::Bias; });
    }));
    ASSERT_TRUE(shown());
    setFormats({QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("csv"), QStringLiteral("json")});
    {
        const SavingPerson person(at("a.png"), {});
        QTest::mouseClick(&dialog().saveButton(), Qt::LeftButton);
        ASSERT_TRUE(becomes([&] { return files().size() == 4 && isComplete(); }));
    }
    EXPECT_EQ(files(), (QStringList{QStringLiteral("a.csv"), QStringLiteral("a.json"), QStringLiteral("a.png"),
                                    QStringLiteral("a.svg")}));
    EXPECT_TRUE(dialog().message().contains(QStringLiteral("4 files"))) << dialog().message().toStdString();
    const QImage picture(at("a.png"));
    EXPECT_EQ(picture.width(), 1004); // 85 mm at 300 dpi
    EXPECT_EQ(picture.text(QStringLiteral("Command")),
              QStringLiteral("alibi-lab figure map --setup %1 --out %1").arg(at("a.png")));
    const std::string bytes = core::readFileBytes(at("a.png").toStdString(), 1 << 24);
    const core::Setup inside = core::parseSession(bytes, at("a.png").toStdString()).setup;
    EXPECT_EQ(inside.toJson(), setup().toJson());
    const std::string csv = core::readFileBytes(at("a.csv").toStdString(), 1 << 24);
    EXPECT_NE(csv.find("-0.3125"), std::string::npos) << "head 3 adds −1/16 for each of 5 tokens";
}

TEST_F(ExportDialogTest, OneFileForEveryHeadAndForEveryModel)
{
    ASSERT_TRUE(opened());
    setFormats({QStringLiteral("npy")});
    dialog().each().setCurrentIndex(2);
    ASSERT_TRUE(saved(at("m")));
    EXPECT_EQ(files(), (QStringList{QStringLiteral("m-alibi-64.npy"), QStringLiteral("m-sinusoidal-64.npy")}));
    EXPECT_NE(core::readFileBytes(at("m-alibi-64.npy").toStdString(), 1 << 24),
              core::readFileBytes(at("m-sinusoidal-64.npy").toStdString(), 1 << 24));
    dialog().each().setCurrentIndex(1);
    ASSERT_TRUE(saved(at("h")));
    EXPECT_EQ(files().size(), 2 + 32) << "4 layers of 8 heads";
    EXPECT_TRUE(files().contains(QStringLiteral("h-layer3-head7.npy")));
    EXPECT_TRUE(dialog().message().contains(QStringLiteral("32 files"))) << dialog().message().toStdString();
}

TEST_F(ExportDialogTest, SavingManyCanBeStopped)
{
    ASSERT_TRUE(opened());
    setFormats({QStringLiteral("pdf")});
    dialog().each().setCurrentIndex(1);
    dialog().saveAs(at("h"));
    ASSERT_TRUE(becomes([&] { return files().size() >= 2; }));
    QTest::keyClick(&dialog(), Qt::Key_Escape);
    ASSERT_TRUE(isComplete());
    EXPECT_TRUE(dialog().isVisible());
    EXPECT_TRUE(dialog().message().startsWith(QStringLiteral("Stopped"))) << dialog().message().toStdString();
    EXPECT_LT(files().size(), 32);
    for (const QString& file : files())
        EXPECT_TRUE(core::readFileBytes(m_folder.filePath(file).toStdString(), 1 << 24).ends_with("%%EOF\n"));
    QTest::keyClick(&dialog(), Qt::Key_Escape);
    EXPECT_TRUE(becomes([&] { return m_window->findChild<ExportDialog*>() == nullptr; }));
}

TEST_F(ExportDialogTest, TheFigureIsOfTheChosenModel)
{
    ASSERT_TRUE(opened());
    dialog().model().setCurrentIndex(1);
    emit dialog().model().activated(1);
    ASSERT_TRUE(isComplete());
    EXPECT_EQ(dialog().request().setup.columns.front().model, "builtin:sinusoidal-64");
    EXPECT_EQ(dialog().request().setup.columns.size(), 2U);
    ASSERT_TRUE(choose("grid"));
    EXPECT_FALSE(
        qobject_cast<QAbstractItemModel*>(dialog().each().model())->flags(dialog().each().model()->index(1, 0)) &
        Qt::ItemIsEnabled)
        << "it shows all heads";
}

TEST_F(ExportDialogTest, SeveralKindsMakeASheet)
{
    ASSERT_TRUE(opened());
    const int one = dialog().previewSize().height();
    QListWidget& kinds = dialog().kinds();
    for (const int row : {1, 5})
        QTest::mouseClick(kinds.viewport(), Qt::LeftButton, Qt::ControlModifier,
                          kinds.visualItemRect(kinds.item(row)).center());
    ASSERT_TRUE(becomes([&] { return dialog().isComplete() && dialog().previewSize().height() != one; }));
    EXPECT_EQ(dialog().request().kinds, (std::vector<std::string>{"map", "grid", "perplexity"}));
    EXPECT_TRUE(dialog().saveButton().isEnabled());
}

TEST_F(ExportDialogTest, TheFigureIsDraggedAwayAsFiles)
{
    ASSERT_TRUE(opened());
    setFormats({QStringLiteral("pdf"), QStringLiteral("svg"), QStringLiteral("csv")});
    const auto dragged = dialog().dragData();
    ASSERT_EQ(dragged->urls().size(), 2);
    EXPECT_TRUE(dragged->urls()[0].toLocalFile().endsWith(QStringLiteral("alibi-64-map-layer1-head3.pdf")))
        << dragged->urls()[0].toLocalFile().toStdString();
    for (const QUrl& file : dragged->urls()) {
        const std::string path = file.toLocalFile().toStdString();
        EXPECT_EQ(core::parseSession(core::readFileBytes(path, 1 << 24), path).setup.columns.size(), 2U);
    }
    EXPECT_TRUE(dragged->hasImage());
    QSignalSpy away(&dialog().preview(), &DragLabel::dragged);
    const QPoint middle = dialog().preview().rect().center();
    QTest::mousePress(&dialog().preview(), Qt::LeftButton, {}, middle);
    QTest::mouseMove(&dialog().preview(), middle + QPoint(2, 0));
    EXPECT_EQ(away.count(), 0) << "a click is no drag";
    QTest::mouseRelease(&dialog().preview(), Qt::LeftButton, {}, middle);
}

TEST_F(ExportDialogTest, CopiesThePictureAndTheNumbers)
{
    ASSERT_TRUE(opened());
    QTest::mouseClick(&dialog().copyButton(), Qt::LeftButton);
    const QMimeData* copied = QApplication::clipboard()->mimeData();
    EXPECT_TRUE(copied->hasImage());
    EXPECT_TRUE(copied->data(QStringLiteral("image/svg+xml")).contains("<svg"));
    QTest::mouseClick(&dialog().copyNumbersButton(), Qt::LeftButton);
    EXPECT_TRUE(QApplication::clipboard()->text().contains(QStringLiteral("query,"))) << "with a header";
}

TEST_F(ExportDialogTest, WhatCannotBeIsASentence)
{
    ASSERT_TRUE(opened());
    setFormats({});
    EXPECT_FALSE(dialog().saveButton().isEnabled());
    setFormats({QStringLiteral("png")});
    ASSERT_TRUE(saved(at("no/such/folder/a")));
    EXPECT_TRUE(dialog().message().contains(QStringLiteral("no/such/folder"))) << dialog().message().toStdString();
    EXPECT_TRUE(files().isEmpty());
    EXPECT_TRUE(dialog().saveButton().isEnabled()) << "another place may do";
    dialog().model().setCurrentIndex(1); // a sinusoidal model
    emit dialog().model().activated(1);
    ASSERT_TRUE(choose("bias"));
    EXPECT_FALSE(dialog().saveButton().isEnabled());
}

TEST_F(ExportDialogTest, StylesOfOnesOwnAreKept)
{
    ASSERT_TRUE(opened());
    FigureOptionsForm& form = dialog().form();
    FigureOptions options = readyStyle("poster");
    options.caption = false;
    form.setOptions(options);
    form.keepStyle(QStringLiteral("Mine"));
    EXPECT_EQ(form.style().currentText(), QStringLiteral("Mine"));
    QTest::mouseClick(&form.caption(), Qt::LeftButton, {}, QPoint(8, form.caption().height() / 2));
    EXPECT_EQ(form.options(), readyStyle("poster"));
    EXPECT_EQ(form.style().currentText(), QStringLiteral("Poster"));
    dialog().reject();
    ASSERT_TRUE(becomes([&] { return m_window->findChild<ExportDialog*>() == nullptr; }));
    m_window->findChild<QAction*>(QStringLiteral("export-figure"))->trigger();
    EXPECT_EQ(dialog().form().options(), readyStyle("poster")) << "what was used last";
    EXPECT_GE(dialog().form().style().findText(QStringLiteral("Mine")), 0);
}

} // namespace
} // namespace ui
