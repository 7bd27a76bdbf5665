// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

class QKeyEvent;
class QLabel;
class QWidget;

namespace ui {

// What is wrong with the text of a field and what to do, in one sentence right below the field, over whatever stands
// there: nothing in the window moves. The field turns red, screen readers hear the sentence and find it as the field's
// description. It stays until it is cleared, clicked, or the field goes out of sight. GUI thread only.
class FieldMessage : public QObject
{
    Q_OBJECT

public:
    explicit FieldMessage(QWidget* field); // which owns it

    void say(const QString& sentence); // empty: nothing is wrong
    // The field holds what it held before: the sentence goes after a while, with the field's being enabled or seen, and
    // for the next such sentence.
    void sayOnce(const QString& sentence);
    void clear() { say({}); }
    const QString& text() const { return m_text; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow(bool on);
    void colourField() const;
    void makeBubble();
    void place();

    QWidget* m_field;
    QTimer m_while;
    QPointer<QLabel> m_bubble; // of the field's window; while there is a sentence
    QString m_text;
    QString m_description; // the field's own
};

// Of sentences about what went wrong, legible on `ground`.
QColor wrongColour(const QColor& ground);

// Whether a key that a field would take is the window's: undo and redo, unless the field holds text to undo.
bool isForWindow(const QKeyEvent& event, bool edited);

} // namespace ui
