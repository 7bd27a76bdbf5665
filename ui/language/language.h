// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>
#include <QTranslator>

#include <map>
#include <vector>

namespace ui {

// The languages there are: "en" and every resources/languages/ID.json. "pseudo" is one more, for tests: it changes
// every letter of every sentence, so that what stays in plain letters was forgotten.
QStringList languages();
// What a language calls itself: "Deutsch".
QString languageName(const QString& id);

// Every sentence from now on, of ui, app and core alike, in this language; empty: the desktop's where it is known,
// otherwise English. Throws core::Error for one that is unknown. To be called before a window and threads are made:
// what is said already stays as it is. Works without an application, whose translator it becomes when there is one.
void setLanguage(const QString& id);
// The one that was set last.
QString currentLanguage();

// The sentences of a language, from
//   {"language": "Deutsch", "plural": "n != 1", "sentences": {"English": "…", "%n token(s)": ["%n Token", "%n
//   Tokens"]}}
// (made by resources/languages/update). A key "CONTEXT|English" goes before "English". plural: "n != 1" (two forms) or
// "none" (one).
class Catalogue : public QTranslator
{
    Q_OBJECT

public:
    // Throws core::Error naming `name` when the content is not of that form.
    Catalogue(const QByteArray& json, const QString& name, QObject* parent = nullptr);

    bool isEmpty() const override { return m_sentences.empty(); }
    // Null for a sentence it does not have: English is shown then.
    QString translate(const char* context, const char* source, const char* disambiguation = nullptr,
                      int n = -1) const override;

private:
    std::map<QByteArray, std::vector<QString>> m_sentences;
    bool m_hasPlural = true;
};

// A letter for every letter, in marks; what is put in later (%1, {:.2f}), tags and & stay.
class PseudoLanguage : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char* disambiguation = nullptr,
                      int n = -1) const override;
};

} // namespace ui
