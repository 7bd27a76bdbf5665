// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/view_models/comparison.h"

#include <QMainWindow>

class QDockWidget;
class QLabel;
class QToolButton;

namespace ui {

class ColumnsView;
class CurvesPanel;
class StudiesWindow;
class LengthSlider;
class SlopesPanel;
class TextLine;
class TextPanel;
class ViewBar;
class WorkBar;

// Puts the panels together and holds the menus. What panels show comes from Comparison, what people do goes to Session.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(core::ThreadPool& pool, QWidget* parent = nullptr);
    ~MainWindow() override;

    Session& session() { return m_session; }
    const Comparison& comparison() const { return m_comparison; }

    // A session file, a checkpoint folder or a text, told apart by what it is.
    void openPath(const QString& path);
    // The whole window as it is; throws core::Error when it cannot be written.
    void savePicture(const QString& path);

signals:
    // Maps, thumbnails and losses of the newest request are all on screen (curves may still grow); then everything.
    void pictureComplete();
    void allComplete();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;

private:
    void buildPanels();
    void buildTraining(core::ThreadPool& pool);
    void buildStudiesMenu();
    void openStudy(const std::string& study);
    void buildMenus();
    void connectSession();
    void showSetup();
    void showTokens();
    void showLengthMarks();
    void showLengthRefused(int length);
    void showStatus();
    void showError(const QString& sentence);

    void openDropped(const QStringList& paths, int column);
    void chooseModel(int column);
    void chooseSession();
    void saveSession();
    void saveMap(int column);
    void saveWindow();
    void copyWindow();
    void about();

    Session m_session;
    Comparison m_comparison;
    TextPanel* m_text = nullptr;
    LengthSlider* m_length = nullptr;
    ViewBar* m_view = nullptr;
    SlopesPanel* m_slopes = nullptr;
    ColumnsView* m_columns = nullptr;
    CurvesPanel* m_curves = nullptr;
    QDockWidget* m_training = nullptr;
    StudiesWindow* m_studies = nullptr; // made when it is first asked for
    int m_threads;
    TextLine* m_status = nullptr;
    WorkBar* m_work = nullptr;
    QWidget* m_errorBar = nullptr;
    QLabel* m_error = nullptr;
};

} // namespace ui
