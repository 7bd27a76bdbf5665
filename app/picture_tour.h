// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>
#include <string>
#include <vector>

class QWidget;

namespace ui {
class MainWindow;
class Tour;
} // namespace ui

namespace app {

// Saves pictures of all that the window shows into a folder, then ends the program: of each view at every length with
// every number of columns (512-2-curves.png), of menus, dialogs and studies once (dialog-about.png). Exit code 0, or 1
// and a sentence.
class PictureTour : public QObject
{
public:
    // lengths: in tokens; 0: before anything is read; none: 512. columns: none: 2. Begins when the window is shown.
    PictureTour(ui::MainWindow& window, std::string folder, std::vector<long> lengths, std::vector<int> columns);
    ~PictureTour() override;

private:
    struct Round
    {
        long length = 0;
        int columns = 0;
    };

    void begin();
    void save(const std::string& id, QWidget& part);
    void fail(const std::string& sentence);

    ui::MainWindow& m_window;
    std::string m_folder;
    std::vector<Round> m_rounds;
    std::size_t m_round = 0;
    bool m_failed = false;
    bool m_once = true; // dialogs are still to be shown
    int m_saved = 0;
    std::unique_ptr<ui::Tour> m_tour;
};

} // namespace app
