// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/picture_file.h"

#include "core/base/error.h"
#include "core/io/atomic_file.h"

#include <QBuffer>

namespace ui {

void writePng(const QString& path, const QPixmap& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!picture.save(&buffer, "PNG"))
        throw core::error("{}: the picture could not be made.", path.toStdString());
    core::writeFileAtomically(path.toStdString(), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

} // namespace ui
