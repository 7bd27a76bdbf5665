// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"

#include <QWidget>

class QComboBox;
class QToolButton;

namespace ui {

// Chooses what is read: a passage of the program, typed or pasted text, or a file.
class TextPanel : public QWidget
{
    Q_OBJECT

public:
    explicit TextPanel(Session& session, QWidget* parent = nullptr);

    void chooseFile(); // asks
    void typeText();   // asks, starting from the present text
    void openFile(const QString& path);

signals:
    void fileChosen(const QString& path); // to be opened

private:
    void choosePassage(int index);
    void showText();

    Session& m_session;
    QComboBox* m_choice;
    int m_passages = 0; // first entries of it
    QToolButton* m_type;
    QToolButton* m_file;
};

} // namespace ui
