// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <memory>

class QSettings;

namespace ui {

inline constexpr int kSmallestFont = 80; // per cent
inline constexpr int kLargestFont = 300;
inline constexpr int kMostRecent = 9;

// What the program remembers from one start to the next about how people like it. GUI thread only.
class Preferences : public QObject
{
    Q_OBJECT

public:
    // file: where it is kept; none: nowhere, for tests and pictures, which must not depend on what was done before.
    explicit Preferences(const QString& file = {}, QObject* parent = nullptr);
    ~Preferences() override;

    static QString usersFile();

    QString theme() const; // "light", "dark", or empty: the desktop's
    void setTheme(const QString& theme);
    int fontPercent() const; // of the desktop's size; kSmallestFont … kLargestFont
    void setFontPercent(int percent);

    QString language() const; // an id, see languages(); empty: the desktop's
    void setLanguage(const QString& id);

    bool labelsHeads() const; // on their thumbnails, by what they do
    void setLabelsHeads(bool labels);

    QVariantMap figureOptions() const; // that figures were exported with last, see ui/figure/figure_options.h
    void setFigureOptions(const QVariantMap& options);
    QStringList figureEndings() const; // and the formats
    void setFigureEndings(const QStringList& endings);
    QVariantMap figureStyles() const; // of people's own: options by name
    void setFigureStyles(const QVariantMap& styles);

    QStringList recentFiles() const; // sessions, texts and checkpoint folders; the newest first
    void addRecentFile(const QString& path);

    QByteArray geometry() const; // of the window
    QByteArray views() const;    // which are shown, where and how large
    void rememberWindow(const QByteArray& geometry, const QByteArray& views);

signals:
    void appearanceChanged(); // theme or size
    void labelsHeadsChanged();

private:
    QVariant value(const char* key, const QVariant& otherwise) const;
    bool set(const char* key, const QVariant& value); // whether it was another before

    std::unique_ptr<QSettings> m_file;
    QVariantMap m_values; // without a file
};

} // namespace ui
