// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/language/language.h"

#include "core/base/error.h"
#include "core/base/json_reader.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QLibraryInfo>
#include <QLocale>

#include <algorithm>
#include <memory>

static void initialiseResources() { Q_INIT_RESOURCE(resources); } // must stand outside every namespace

namespace ui {
namespace {

constexpr const char* kCoreContext = "core";

// The catalogues travel in a static library's resources.
QString pathOf(const QString& id) { return QStringLiteral(":/languages/%1.json").arg(id); }

QString desktopLanguage()
{
    for (const QString& wanted : QLocale::system().uiLanguages())
        if (const QString id = wanted.section(QLatin1Char('-'), 0, 0); QFile::exists(pathOf(id)))
            return id;
    return QStringLiteral("en");
}

std::unique_ptr<QTranslator> translatorOf(const QString& id)
{
    if (id == QLatin1String("pseudo"))
        return std::make_unique<PseudoLanguage>();
    QFile file(pathOf(id));
    if (!file.open(QIODevice::ReadOnly))
        throw core::error("There is no language \"{}\"; there are {}.", id.toStdString(),
                          languages().join(QStringLiteral(", ")).toStdString());
    return std::make_unique<Catalogue>(file.readAll(), file.fileName());
}

std::unique_ptr<QTranslator>& current()
{
    static std::unique_ptr<QTranslator> translator;
    return translator;
}

QString& currentId()
{
    static QString id;
    return id;
}

void installInApplication()
{
    if (QCoreApplication::instance() == nullptr || current() == nullptr)
        return;
    static QTranslator qt; // dialogs and menus that Qt brings, where its own translations are installed
    if (qt.load(QStringLiteral("qtbase_") + currentId(), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&qt);
    QCoreApplication::installTranslator(current().get());
}
Q_COREAPP_STARTUP_FUNCTION(installInApplication) // for a language chosen before there was an application

} // namespace

QStringList languages()
{
    initialiseResources();
    QStringList ids;
    for (const QString& name : QDir(QStringLiteral(":/languages")).entryList({QStringLiteral("*.json")}, QDir::Files))
        ids.append(name.chopped(5));
    return ids;
}

QString languageName(const QString& id)
{
    initialiseResources();
    QFile file(pathOf(id));
    if (!file.open(QIODevice::ReadOnly))
        return id;
    const core::Json catalogue = core::parseJson(file.readAll().toStdString(), id.toStdString());
    return QString::fromStdString(catalogue.value("language", id.toStdString()));
}

void setLanguage(const QString& id)
{
    initialiseResources();
    const QString chosen = id.isEmpty() ? desktopLanguage() : id;
    std::unique_ptr<QTranslator> translator = translatorOf(chosen);
    core::setTranslator([used = translator.get()](std::string_view english) {
        const QByteArray source(english.data(), static_cast<qsizetype>(english.size()));
        const QString found = used->translate(kCoreContext, source.constData());
        return found.isEmpty() ? std::string(english) : found.toStdString();
    });
    if (current() != nullptr && QCoreApplication::instance() != nullptr)
        QCoreApplication::removeTranslator(current().get());
    current() = std::move(translator);
    currentId() = chosen;
    installInApplication();
}

QString currentLanguage() { return currentId(); }

Catalogue::Catalogue(const QByteArray& json, const QString& name, QObject* parent)
    : QTranslator(parent)
{
    try {
        const core::Json catalogue =
            core::parseJson({json.data(), static_cast<std::size_t>(json.size())}, name.toStdString());
        m_hasPlural = catalogue.at("plural") != "none";
        for (const auto& [key, value] : catalogue.at("sentences").items()) {
            std::vector<QString> forms;
            for (const core::Json& form : value.is_array() ? value : core::Json::array({value}))
                forms.push_back(QString::fromStdString(form.get<std::string>()));
            if (forms.empty())
                throw core::error("{}: the sentence \"{}\" has no translation in it.", name.toStdString(), key);
            if (std::none_of(forms.begin(), forms.end(), [](const QString& form) { return form.isEmpty(); }))
                m_sentences[QByteArray::fromStdString(key)] = std::move(forms); // empty: not translated yet
        }
    } catch (const core::Json::exception&) {
        throw core::error("{}: this is not a catalogue of sentences: it needs \"plural\" and \"sentences\", each of "
                          "them a text or a list of texts.",
                          name.toStdString());
    }
}

QString Catalogue::translate(const char* context, const char* source, const char*, int n) const
{
    auto found = m_sentences.find(QByteArray(context) + '|' + source);
    if (found == m_sentences.end())
        found = m_sentences.find(QByteArray(source));
    if (found == m_sentences.end())
        return {};
    const std::size_t form = m_hasPlural && n >= 0 && n != 1 ? 1 : 0;
    return found->second[std::min(form, found->second.size() - 1)];
}

QString PseudoLanguage::translate(const char* context, const char* source, const char*, int) const
{
    // Qt reads names of keys in both languages, and would read these wrongly.
    if (source == nullptr || *source == '\0' || QLatin1String(context) == QLatin1String("QShortcut"))
        return {};
    static const QString plain = QStringLiteral("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    static const QString other = QStringLiteral("åƀçđéƒĝħîĵķļɱñöþɋřšţûṽŵẋýžÅƁÇĐÉƑĜĦÎĴĶĻṀÑÖÞɊŘŠŢÛṼŴẊÝŽ");
    const QString text = QString::fromUtf8(source);
    QString made;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        qsizetype end = i; // of something to be left alone
        if (c == QLatin1Char('%') && i + 1 < text.size())
            end = text[i + 1] == QLatin1Char('L') ? i + 2 : i + 1;
        else if (c == QLatin1Char('{') && text.mid(i + 1, 1) != QLatin1String("{"))
            end = text.indexOf(QLatin1Char('}'), i);
        else if (c == QLatin1Char('<') && i + 1 < text.size() && !text[i + 1].isSpace())
            end = std::max(i, text.indexOf(QLatin1Char('>'), i));
        if (end > i) {
            made += QStringView(text).mid(i, end - i + 1);
            i = end;
            continue;
        }
        if (c == QLatin1Char('{')) { // "{{": both
            made += QStringLiteral("{{");
            ++i;
            continue;
        }
        const qsizetype letter = plain.indexOf(c);
        made += letter < 0 ? c : other[letter];
    }
    return QStringLiteral("⟦") + made + QStringLiteral("⟧");
}

} // namespace ui
