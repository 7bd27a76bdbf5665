// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QStringList>
#include <QVector>

#include <string>

namespace ui {

class Session;

// What is known of a model that stands beside others.
struct NamedModel
{
    std::string encoding;   // as in encodings.def
    int trainingLength = 0; // tokens
    std::string model;      // core::Column::model
    QStringList switches;   // what it runs with that its checkpoint does not, a few words each
    QStringList trained{};  // what its checkpoint has that is not its encoding's standard, a few words each
};

// What a model is called and painted in, everywhere: heading, curves, legend, status line, lists, files.
struct ColumnName
{
    QString label; // "ALiBi-64", "ALiBi-64 (window 32)", "ALiBi-64 (2)"
    QColor colour; // before it is made legible on some ground, see series_colours.h
};

// No two labels are alike, and no two colours of up to four models.
QVector<ColumnName> columnNames(const QVector<NamedModel>& models);

// Those of the session's columns; what is not read yet has an empty label.
QVector<ColumnName> columnNames(const Session& session);

// "ALiBi" for "alibi"; an id that is not known is its own label.
QString encodingName(const std::string& encoding);

} // namespace ui
