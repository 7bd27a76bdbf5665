// SPDX-License-Identifier: GPL-3.0-or-later
// The tour shows each view when all is there, and leaves everything as it was.
#include "ui/tour.h"

#include "tests/ui/main_window_fixture.h"
#include "ui/views/view.h"

#include <QApplication>

#include <map>
#include <set>

namespace ui {
namespace {

class TourTest : public MainWindowFixture
{
protected:
    std::set<std::string> shown()
    {
        std::set<std::string> ids;
        for (const View& view : allViews())
            if (m_window->isViewShown(view.id))
                ids.insert(view.id);
        return ids;
    }
    bool finishes(Tour& tour)
    {
        QSignalSpy finished(&tour, &Tour::finished);
        tour.start();
        // Patience is for a stop: there are many.
        for (std::size_t i = 0; i < tour.stops().size() && finished.isEmpty(); ++i)
            (void)QTest::qWaitFor([&] { return finished.count() > 0; }, kPatience);
        return finished.count() > 0;
    }
};

TEST_F(TourTest, ShowsEachViewAtRestAndLeavesEverythingAsItWas)
{
    ASSERT_TRUE(started());
    const core::Setup before = setup();
    const std::set<std::string> views = shown();
    std::vector<std::string> seen;
    Tour tour(*m_window, [&](const std::string& id, QWidget& part) {
        seen.push_back(id);
        EXPECT_EQ(&part, m_window.get()) << id;
        EXPECT_TRUE(isAtRest(*m_window)) << id;
        EXPECT_TRUE(id == "window" || m_window->isViewInFront(id)) << id;
        EXPECT_TRUE(id == "window" || m_window->selection().isChosen()) << id;
    });
    tour.addViews();
    ASSERT_TRUE(finishes(tour));
    EXPECT_EQ(seen, tour.stops());
    EXPECT_TRUE(tour.missed().empty());
    std::set<std::string> expected{"window"};
    for (const View& view : allViews())
        if (view.place != Place::Window)
            expected.insert(view.id);
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()), expected);
    EXPECT_EQ(setup(), before);
    EXPECT_EQ(shown(), views);
    EXPECT_FALSE(m_window->selection().isChosen());
}

TEST_F(TourTest, GoesThroughAWindowThatHasReadNothing)
{
    MainWindow empty(m_pool);
    empty.resize(1000, 700);
    empty.show();
    int seen = 0;
    Tour tour(empty, [&](const std::string&, QWidget&) { ++seen; });
    tour.addViews();
    ASSERT_TRUE(finishes(tour));
    EXPECT_EQ(static_cast<std::size_t>(seen), tour.stops().size());
}

TEST_F(TourTest, AChangeIsNotAtRest)
{
    ASSERT_TRUE(allFollows([] {}));
    ASSERT_TRUE(QTest::qWaitFor([&] { return isAtRest(*m_window); }, kPatience));
    m_window->session().edit(QStringLiteral("length"), [](core::Setup& e) { e.length = 120; });
    EXPECT_FALSE(isAtRest(*m_window));
    EXPECT_TRUE(QTest::qWaitFor([&] { return isAtRest(*m_window); }, kPatience));
}

// What lies over the window comes and goes; the studies are really made.
TEST_F(TourTest, DialogsMenusAndStudiesAreShownAndClosed)
{
    ASSERT_TRUE(started());
    const core::Setup before = setup();
    std::map<std::string, QString> seen; // id: what kind of widget
    Tour tour(*m_window, [&](const std::string& id, QWidget& part) {
        seen[id] = QString::fromLatin1(part.metaObject()->className());
    });
    tour.addDialogs();
    tour.addMenus();
    tour.addStudies();
    ASSERT_TRUE(finishes(tour));
    EXPECT_TRUE(tour.missed().empty()) << tour.missed().front();
    EXPECT_EQ(seen["dialog-about-model"], QStringLiteral("ui::AboutModelDialog"));
    EXPECT_EQ(seen["dialog-choose-model"], QStringLiteral("ui::ModelChooser"));
    EXPECT_EQ(seen["study-extrapolation-results"], QStringLiteral("ui::StudiesWindow"));
    EXPECT_EQ(QApplication::activeModalWidget(), nullptr);
    EXPECT_TRUE(m_window->isVisible()); // it was not closed by the question
    EXPECT_TRUE(QTest::qWaitFor([&] { return setup() == before; }, kPatience));
}

} // namespace
} // namespace ui
