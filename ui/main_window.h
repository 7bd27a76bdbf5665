// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/window_services.h"
#include "ui/session/session.h"
#include "ui/view_models/comparison.h"
#include "ui/view_models/measured_heads.h"
#include "ui/view_models/selection.h"
#include "ui/views/view.h"

#include <QMainWindow>
#include <QStringList>

namespace ui {

class ActionMenus;
class CommandPalette;
class LengthPanel;
class MessageBar;
class Opener;
class Recovery;
class ViewBar;
class ViewHost;
class WindowMemory;

// Puts the panels together. What panels show comes from Comparison, what people do goes to Session; what can be done
// is in ui/actions, the views around the columns in ui/views.
class MainWindow : public QMainWindow, public WindowServices
{
    Q_OBJECT

public:
    // preferences: null: usual ones, which nobody keeps. Both outlive the window. mayAsk: false where nobody answers:
    // what only a person can decide is a no then.
    explicit MainWindow(core::ThreadPool& pool, Preferences* preferences = nullptr, bool mayAsk = true);
    ~MainWindow() override;

    Session& session() { return m_session; }
    const Comparison& comparison() const { return m_comparison; }
    Selection& selection() { return m_selection; }

    // The whole window as it is; throws core::Error when it cannot be written.
    void savePicture(const QString& path);

    // As it was when it was closed, as far as the preferences know.
    void restore();
    // Keeps copies of what is unsaved in this folder from now on, and offers what a program left there that did not end
    // as it should.
    void recoverFrom(const QString& folder);
    // The program is to end, and nobody can be asked: what is unsaved is offered at the next start.
    void endWithoutAsking();
    // Before something is lost that took work; off at first.
    void setAsksBeforeClosing(bool asks) { m_asks = asks; }

    QWidget& dialogParent() override { return *this; }
    void say(const QString& sentence, const QString& file = {}) override;
    void showError(const QString& sentence) override;
    void exportFigure(const std::string& kind) override;
    Preferences& preferences() override { return *m_preferences; }
    void sessionSaved(const QString& path) override;
    QString sessionFile() const override;
    void openPath(const QString& path) override;
    // Paths or file:// addresses; models go to the columns from `column` on.
    void openPaths(const QStringList& paths, int column = 0);
    bool saveSession(const QString& path) override;
    LengthSlider& length() override;
    TextPanel& text() override { return *m_text; }
    ColumnsView& columns() override { return *m_columns; }
    QWidget* view(const std::string& id) override;
    bool isViewShown(const std::string& id) const override;
    bool isViewInFront(const std::string& id) const override;
    void showView(const std::string& id, bool shown) override;
    void fillWith(QWidget* part) override;
    QWidget* filling() const override;
    bool canFill(const QWidget* part) const override;
    void showOnly(const std::optional<QStringList>& controls) override;
    void findAction() override;
    // In the view of lessons, when what the window begins with is there. Steps count from 0.
    void openLesson(const QString& id, std::size_t step, bool answered);
    // Nothing is on its way, not even the numbers of a lesson.
    bool isComplete() const;

signals:
    // Maps, thumbnails and losses of the newest request are all on screen (curves may still grow); then everything.
    void pictureComplete();
    void allComplete();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;

private:
    void buildPage();
    void leave();
    bool mayClose();
    void orderTabs();
    ViewContext viewContext() { return {m_session, m_comparison, m_selection, m_heads, m_pool, *this}; }

    core::ThreadPool& m_pool;
    Preferences* m_preferences;
    Session m_session;
    Comparison m_comparison;
    Selection m_selection;
    MeasuredHeads m_heads;
    Opener* m_opener;
    TextPanel* m_text;
    LengthPanel* m_length;
    ViewBar* m_viewBar;
    MessageBar* m_messages;
    ColumnsView* m_columns;
    ViewHost* m_views;
    ActionMenus* m_menus;
    CommandPalette* m_palette;
    WindowMemory* m_memory;
    Recovery* m_recovery = nullptr;
    bool m_asks = false;
};

} // namespace ui
