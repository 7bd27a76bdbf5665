// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <string>

class QWidget;

namespace ui {

class ColumnsView;
class LengthSlider;
class Preferences;
class TextPanel;

// What actions and views may ask of the window they are in. GUI thread only.
class WindowServices
{
public:
    virtual ~WindowServices() = default;

    virtual QWidget& dialogParent() = 0;
    // Something was done; quietly. file: one that was written, empty: none.
    virtual void say(const QString& sentence, const QString& file = {}) = 0;
    virtual void showError(const QString& sentence) = 0; // until it is closed or the setup changes
    // Opens the dialog in which figures of what is shown are made for paper; kind: of sessionFigureKinds().
    virtual void exportFigure(const std::string& kind) = 0;
    virtual Preferences& preferences() = 0;
    // The session is in this file now.
    virtual void sessionSaved(const QString& path) = 0;
    virtual QString sessionFile() const = 0; // empty: in none
    // False: it could not be written, which has been said.
    virtual bool saveSession(const QString& path) = 0;
    // A session file, a checkpoint folder or a text, told apart by what it is.
    virtual void openPath(const QString& path) = 0;

    virtual LengthSlider& length() = 0;
    virtual TextPanel& text() = 0;
    virtual ColumnsView& columns() = 0;

    // Views by their ids in views.def. view() makes one that is made when it is first asked for; null: there is none.
    virtual QWidget* view(const std::string& id) = 0;
    virtual bool isViewShown(const std::string& id) const = 0;
    virtual bool isViewInFront(const std::string& id) const = 0; // shown, and not behind another's tab
    virtual void showView(const std::string& id, bool shown) = 0;
    // Gives the whole window to a view, a column's map or anything else in it; null brings everything back.
    virtual void fillWith(QWidget* part) = 0;
    virtual QWidget* filling() const = 0;
    virtual bool canFill(const QWidget* part) const = 0;

    // Of the lines above the columns, only those: "text", "length", "stages"; none: all of them.
    virtual void showOnly(const std::optional<QStringList>& controls) = 0;

    virtual void findAction() = 0; // opens the command palette
};

} // namespace ui
