// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/preferences.h"

#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>

namespace ui {

Preferences::Preferences(const QString& file, QObject* parent)
    : QObject(parent)
    , m_file(file.isEmpty() ? nullptr : std::make_unique<QSettings>(file, QSettings::IniFormat))
{}

Preferences::~Preferences() = default;

QString Preferences::usersFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/alibi-lab/alibi-lab.ini");
}

QVariant Preferences::value(const char* key, const QVariant& otherwise) const
{
    return m_file ? m_file->value(QLatin1String(key), otherwise) : m_values.value(QLatin1String(key), otherwise);
}

bool Preferences::set(const char* key, const QVariant& value)
{
    const bool other = this->value(key, {}) != value;
    if (m_file)
        m_file->setValue(QLatin1String(key), value);
    else
        m_values[QLatin1String(key)] = value;
    return other;
}

QString Preferences::theme() const
{
    const QString theme = value("theme", {}).toString();
    return theme == QLatin1String("light") || theme == QLatin1String("dark") ? theme : QString();
}

void Preferences::setTheme(const QString& theme)
{
    if (set("theme", theme))
        emit appearanceChanged();
}

int Preferences::fontPercent() const { return std::clamp(value("font", 100).toInt(), kSmallestFont, kLargestFont); }

void Preferences::setFontPercent(int percent)
{
    percent = std::clamp(percent, kSmallestFont, kLargestFont);
    if (percent != fontPercent() && set("font", percent))
        emit appearanceChanged();
}

QString Preferences::language() const { return value("language", {}).toString(); }

void Preferences::setLanguage(const QString& id) { set("language", id); }

bool Preferences::labelsHeads() const { return value("label-heads", false).toBool(); }

void Preferences::setLabelsHeads(bool labels)
{
    if (labels == labelsHeads())
        return;
    set("label-heads", labels);
    emit labelsHeadsChanged();
}

QVariantMap Preferences::figureOptions() const { return value("figure_options", {}).toMap(); }
void Preferences::setFigureOptions(const QVariantMap& options) { set("figure_options", options); }
QStringList Preferences::figureEndings() const { return value("figure_endings", {}).toStringList(); }
void Preferences::setFigureEndings(const QStringList& endings) { set("figure_endings", endings); }
QVariantMap Preferences::figureStyles() const { return value("figure_styles", {}).toMap(); }
void Preferences::setFigureStyles(const QVariantMap& styles) { set("figure_styles", styles); }

QStringList Preferences::recentFiles() const { return value("recent", {}).toStringList(); }

void Preferences::addRecentFile(const QString& path)
{
    QStringList files = recentFiles();
    const QString whole = QFileInfo(path).absoluteFilePath();
    if (!files.isEmpty() && files.front() == whole)
        return;
    files.removeAll(whole);
    files.prepend(whole);
    set("recent", files.mid(0, kMostRecent));
}

QByteArray Preferences::geometry() const { return value("window", {}).toByteArray(); }

QByteArray Preferences::views() const { return value("views", {}).toByteArray(); }

void Preferences::rememberWindow(const QByteArray& geometry, const QByteArray& views)
{
    set("window", geometry);
    set("views", views);
}

} // namespace ui
