// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/png_chunks.h"

#include <QtEndian>

namespace ui {
namespace {

// PNG specification, annex D.
quint32 pngCheck(const QByteArray& bytes)
{
    quint32 check = 0xFFFFFFFFU;
    for (const char byte : bytes) {
        check ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            check = (check >> 1) ^ ((check & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~check;
}

QByteArray bigEndian(quint32 number)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

QByteArray textChunk(const QString& name, const QString& text)
{
    // Not compressed, no language, no translated name.
    const QByteArray content = name.toLatin1() + QByteArray(5, '\0') + text.toUtf8();
    const QByteArray checked = QByteArrayLiteral("iTXt") + content;
    return bigEndian(static_cast<quint32>(content.size())) + checked + bigEndian(pngCheck(checked));
}

} // namespace

QByteArray withPngTexts(const QByteArray& png, const QVector<std::pair<QString, QString>>& texts)
{
    constexpr qsizetype header = 8 + 4 + 4 + 13 + 4; // signature, then IHDR with its length, name and check
    QByteArray chunks;
    for (const auto& [name, text] : texts)
        chunks += textChunk(name, text);
    return png.left(header) + chunks + png.mid(header);
}

} // namespace ui
