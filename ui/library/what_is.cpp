// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/what_is.h"

#include "core/base/path_text.h"
#include "core/base/picture_session.h"
#include "core/lesson/lesson.h"
#include "core/setup/session_file.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace ui {
namespace {

using Kind = WhatIs::Kind;

QString sentence(const char* text, const QString& path)
{
    return QCoreApplication::translate("ui::WhatIs", text).arg(path);
}

bool isCheckpoint(const QString& folder) { return QFileInfo(folder + QStringLiteral("/config.json")).isFile(); }

bool isPartOfCheckpoint(const QFileInfo& file)
{
    const QString name = file.fileName();
    const bool known = name == QLatin1String("config.json") || name == QLatin1String("tokenizer.json") ||
                       name == QLatin1String("model.safetensors");
    return known && isCheckpoint(file.absolutePath());
}

// Of a picture that was saved with its session, told by where the writers put it: in PNG and SVG before the drawing, in
// PDF behind it.
bool carriesSession(QFile& file, const QByteArray& start)
{
    constexpr qint64 end = 256 * 1024;
    const QByteArray element(core::kPictureSessionElement.data(), core::kPictureSessionElement.size());
    if (start.startsWith("%PDF-"))
        return file.seek(std::max<qint64>(0, file.size() - end)) && file.read(end).contains("</" + element + '>');
    const QByteArray chunk =
        QByteArrayLiteral("iTXt") + QByteArray(core::kPictureSession.data(), core::kPictureSession.size());
    return start.contains(chunk + '\0') || start.contains('<' + element + '>');
}

bool isPicture(const QByteArray& start)
{
    const std::array<QByteArray, 8> signs{QByteArray("\x89PNG\r\n"), QByteArray("\xFF\xD8\xFF"), QByteArray("GIF8"),
                                          QByteArray("%PDF-"),       QByteArray("BM"),           QByteArray("II*\0", 4),
                                          QByteArray("MM\0*", 4),    QByteArray("RIFF")};
    for (const QByteArray& sign : signs)
        if (start.startsWith(sign) && (sign != "BM" || start.contains('\0')))
            return true;
    return start.trimmed().startsWith("<svg") || (start.startsWith("<?xml") && start.contains("<svg"));
}

} // namespace

WhatIs whatIs(const QString& pathOrAddress)
{
    const QString path = QString::fromStdString(core::pathOf(pathOrAddress.toStdString()));
    const QFileInfo info(path);
    if (!info.exists())
        return {
            Kind::Nothing, path,
            sentence(QT_TRANSLATE_NOOP("ui::WhatIs", "%1: there is no such file or folder; check the name."), path)};
    if (info.isDir()) {
        if (isCheckpoint(path))
            return {Kind::Model, path, {}};
        return {Kind::Nothing, path,
                sentence(QT_TRANSLATE_NOOP("ui::WhatIs", "%1: this folder holds no config.json, so it is no model; "
                                                         "choose a checkpoint folder."),
                         path)};
    }
    if (isPartOfCheckpoint(info))
        return {Kind::Model, info.path(), {}};
    if (info.suffix().compare(QLatin1String("safetensors"), Qt::CaseInsensitive) == 0)
        return {Kind::Nothing, path,
                sentence(QT_TRANSLATE_NOOP("ui::WhatIs", "%1: these weights are opened by their folder, which must "
                                                         "hold them as model.safetensors beside a config.json."),
                         path)};
    if (info.suffix().compare(QLatin1String("alibilab"), Qt::CaseInsensitive) == 0)
        return {Kind::Session, path, {}};
    if (!info.isFile()) // opening a pipe would wait for whoever writes to it
        return {Kind::Text, path, {}};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {Kind::Nothing, path,
                sentence(QT_TRANSLATE_NOOP("ui::WhatIs", "%1: the file cannot be read; check its permissions."), path)};
    const QByteArray start = file.read(64 * 1024);
    if (core::looksLikeSession(std::string_view(start.constData(), static_cast<std::size_t>(start.size()))))
        return {Kind::Session, path, {}};
    if (core::looksLikeLesson(std::string_view(start.constData(), static_cast<std::size_t>(start.size()))))
        return {Kind::Lesson, path, {}};
    if (core::looksLikePicture(std::string_view(start.constData(), static_cast<std::size_t>(start.size()))) &&
        carriesSession(file, start))
        return {Kind::Session, path, {}, true};
    if (isPicture(start))
        return {Kind::Picture, path,
                sentence(QT_TRANSLATE_NOOP("ui::WhatIs", "%1: this is a picture without a session; open a text, a "
                                                         "checkpoint folder, a session, or a figure saved by this "
                                                         "program."),
                         path)};
    return {Kind::Text, path, {}};
}

} // namespace ui
