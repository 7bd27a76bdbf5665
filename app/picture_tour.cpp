// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/picture_tour.h"

#include "app/messages.h"
#include "core/base/error.h"
#include "core/base/words.h"
#include "ui/figure/writers.h"
#include "ui/library/library.h"
#include "ui/main_window.h"
#include "ui/tour.h"

#include <QApplication>
#include <QPixmap>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace app {
namespace {

constexpr long kTourLength = 512;
constexpr int kUsualColumns = 2;
constexpr long kPassage = 4096; // tokens that each passage has at least

core::Setup setupOf(long length, int columns)
{
    constexpr const char* models[] = {"builtin:alibi-64", "builtin:sinusoidal-64", "builtin:rotary-64",
                                      "builtin:t5-64"};
    core::Setup setup = ui::startSetup();
    setup.columns.clear();
    for (int c = 0; c < columns; ++c)
        setup.columns.push_back({models[c], {}});
    if (length > kPassage)
        setup.text = {core::TextKind::Passage, ui::allPassages().id.toStdString()};
    setup.length = static_cast<int>(length);
    return setup;
}

} // namespace

PictureTour::PictureTour(ui::MainWindow& window, std::string folder, std::vector<long> lengths,
                         std::vector<int> columns)
    : m_window(window)
    , m_folder(std::move(folder))
{
    if (lengths.empty())
        lengths.push_back(kTourLength);
    if (columns.empty())
        columns.push_back(kUsualColumns);
    if (std::erase(lengths, 0) > 0) // only a new window has read nothing
        m_rounds.push_back({0, 0});
    for (const long length : lengths)
        for (const int count : columns)
            m_rounds.push_back({length, count});
    connect(&window.session(), &ui::Session::failed, this,
            [this](const QString& sentence) { fail(sentence.toStdString()); });
    QTimer::singleShot(0, this, &PictureTour::begin);
}

PictureTour::~PictureTour() = default;

void PictureTour::begin()
{
    if (m_failed)
        return;
    if (m_round == m_rounds.size()) {
        say(core::sentence("{}: {} pictures were saved.", m_folder, m_saved).translated());
        return QApplication::exit(0);
    }
    const Round round = m_rounds[m_round];
    if (round.length > 0)
        m_window.session().start(setupOf(round.length, round.columns));
    m_tour = std::make_unique<ui::Tour>(m_window, [this](const std::string& id, QWidget& part) { save(id, part); });
    m_tour->addViews();
    if (round.length > 0 && std::exchange(m_once, false)) {
        m_tour->addDialogs();
        m_tour->addMenus();
        m_tour->addStudies();
    }
    connect(m_tour.get(), &ui::Tour::finished, this, [this] {
        if (!m_tour->missed().empty())
            return fail(core::sentence("The tour found nothing to show at its stop \"{}\"; please report it.",
                                       m_tour->missed().front())
                            .translated());
        ++m_round;
        QTimer::singleShot(0, this, &PictureTour::begin); // the tour is still at work here
    });
    m_tour->start();
}

void PictureTour::save(const std::string& id, QWidget& part)
{
    const Round& round = m_rounds[m_round];
    const bool isWindow = &part == &m_window;
    const std::string name = isWindow ? fmt::format("{}-{}-{}.png", round.length, round.columns, id) : id + ".png";
    try {
        ui::savePicture(part.grab().toImage(),
                        QString::fromStdString((std::filesystem::path(m_folder) / name).string()));
        ++m_saved;
    } catch (const core::Error& problem) {
        fail(problem.message());
    }
}

void PictureTour::fail(const std::string& sentence)
{
    if (!std::exchange(m_failed, true))
        say("alibi-lab: " + sentence);
    QApplication::exit(1); // all loops, those of dialogs too
}

} // namespace app
