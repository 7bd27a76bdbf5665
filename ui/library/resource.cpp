// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/resource.h"

#include "core/base/error.h"

#include <QFile>

static void initialiseResources() { Q_INIT_RESOURCE(resources); } // must stand outside every namespace

namespace ui {

QString insidePath(const QString& path)
{
    static const bool initialised =
        (initialiseResources(), true); // those of a static library are not there by themselves
    Q_UNUSED(initialised)
    return QStringLiteral(":/") + path;
}

bool hasResource(const QString& path) { return QFile::exists(insidePath(path)); }

QByteArray resource(const QString& path)
{
    QFile file(insidePath(path));
    if (!file.open(QIODevice::ReadOnly))
        throw core::error("The program has no \"{}\" inside.", path.toStdString());
    return file.readAll();
}

} // namespace ui
