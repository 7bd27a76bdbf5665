// SPDX-License-Identifier: GPL-3.0-or-later
// `alibi-lab --tour`: a picture of everything, without a display.
#include "tests/app/program.h"

#include <QImage>

#include <algorithm>
#include <set>

namespace app {
namespace {

std::set<std::string> filesIn(const std::filesystem::path& folder)
{
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.insert(entry.path().filename().string());
    return names;
}

QImage picture(const std::filesystem::path& file) { return QImage(QString::fromStdString(file.string())); }

int colours(const QImage& image)
{
    std::set<QRgb> found;
    for (int y = 0; y < image.height(); y += 2)
        for (int x = 0; x < image.width(); x += 2)
            found.insert(image.pixel(x, y));
    return static_cast<int>(found.size());
}

// Views come from views.def: none of their names stands here but those of one.
TEST(Tour, SavesEveryViewAtEveryLengthAndEveryDialogOnce)
{
    const core::TemporaryFolder folder;
    const Ending ending = run({"--tour", (folder / "t").string(), "--lengths", "8,0", "--columns", "1,2", "--size",
                               "1000x640", "--theme", "dark"});
    ASSERT_EQ(ending.code, 0) << ending.err;
    EXPECT_NE(ending.err.find("pictures were saved"), std::string::npos) << ending.err;
    const std::set<std::string> files = filesIn(folder / "t");
    std::set<std::string> views;
    for (const std::string& name : files)
        if (name.starts_with("8-1-"))
            views.insert(name.substr(4));
    EXPECT_TRUE(views.contains("window.png"));
    EXPECT_TRUE(views.contains("cell.png"));
    for (const std::string& view : views) {
        EXPECT_TRUE(files.contains("8-2-" + view) || view == "switches.png" || view == "palette.png") << view;
        const QImage image = picture(folder / "t" / ("8-1-" + view));
        EXPECT_EQ(image.size(), QSize(1000, 640)) << view;
        EXPECT_GT(colours(image), 20) << view;                                       // a map or a curve, and letters
        EXPECT_LT(image.pixelColor(2, image.height() - 2).lightness(), 128) << view; // dark
    }
    EXPECT_TRUE(files.contains("0-0-window.png"));
    for (const char* name : {"dialog-text.png", "dialog-about.png", "dialog-about-model.png", "dialog-choose-model.png",
                             "dialog-closing.png", "dialog-encoding.png", "menu-1.png", "menu-column.png",
                             "study-extrapolation.png", "study-extrapolation-results.png"})
        EXPECT_TRUE(files.contains(name)) << name;
    // One view is not the other.
    EXPECT_NE(picture(folder / "t" / "8-2-cell.png"), picture(folder / "t" / "8-2-curves.png"));
    EXPECT_NE(picture(folder / "t" / "8-1-cell.png"), picture(folder / "t" / "8-2-cell.png"));
}

TEST(Tour, ThatCannotBeMadeIsOneSentence)
{
    const core::TemporaryFolder folder;
    for (const Arguments& wrong : {Arguments{"--tour", (folder / "t").string(), "--lengths", "-1"},
                                   {"--tour", (folder / "t").string(), "--lengths", "99999"},
                                   {"--tour", (folder / "t").string(), "--columns", "5"},
                                   {"--tour", (folder / "t").string(), "--columns", "0"},
                                   {"--lengths", "8"},
                                   {"--tour", (folder / "t").string(), "--screenshot", (folder / "a.png").string()}}) {
        const Ending ending = run(wrong);
        EXPECT_EQ(ending.code, 2) << ending.err;
        EXPECT_NE(ending.sentence().find("--help"), std::string::npos) << ending.err;
    }
    core::writeFileAtomically(folder / "file", "x");
    for (const std::string& place : {(folder / "file").string(), (folder / "none" / "t").string()}) {
        const Ending ending = run({"--tour", place});
        EXPECT_EQ(ending.code, 1) << ending.err;
        EXPECT_NE(ending.sentence().find(place), std::string::npos) << ending.err;
    }
}

} // namespace
} // namespace app
