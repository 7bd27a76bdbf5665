// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checkpoint.h"
#include "core/setup/setup.h"
#include "core/study/paper.h"
#include "ui/library/read_text.h"

#include <QString>
#include <QVector>

#include <memory>
#include <string>
#include <string_view>

namespace ui {

// What lies inside the program. Everything here may be called from any thread.

struct PassageInfo
{
    QString id;
    QString title;
    QString about;
};
QVector<PassageInfo> passages();
// One after another, as one text; its id stands for a passage too.
PassageInfo allPassages();
// Each, and then all of them as one: what core::TextKind::Passage may name.
QVector<PassageInfo> passagesAndAll();

// The window reads this much of a longer text: some 700,000 tokens, which take a model longer than anybody waits.
inline constexpr std::size_t kLargestReadBytes = std::size_t{1} << 21;

// The chosen text, checked. Throws core::Error for a missing passage or file, text that is not UTF-8, or no text at
// all. What takes a Cancel throws Cancelled soon after that is true.
std::shared_ptr<const ReadText> loadText(const core::TextChoice& choice, const core::Cancel& cancel = {});

struct BuiltinModel
{
    QString id; // "builtin:alibi-64"
    QString label;
    QString encoding;
    int trainingLength = 0;
};
QVector<BuiltinModel> builtinModels();
// "ALiBi, trained at 64".
QString modelTitle(const std::string& encoding, int trainingLength);

inline constexpr std::string_view kBuiltin = "builtin:";

// Weights that were taken from a training in this window are called "live:…"; no file holds them.
inline constexpr std::string_view kLive = "live:";

// The model of a column as one word: its id, followed by "?" and what is switched as JSON, where something was:
// builtin:alibi-64?{"alibi_slopes":[1.0,0.5]}
std::string switchedModelId(const core::Column& choice);
// That model with the switches of its id. Throws core::Error.
std::shared_ptr<const core::Checkpoint> withSwitches(std::shared_ptr<const core::Checkpoint> model,
                                                     const std::string& id);

// "builtin:NAME" or a checkpoint folder, with switches or without. Throws core::Error, for "live:…" too.
std::shared_ptr<const core::Checkpoint> loadModel(const std::string& id, const core::Cancel& cancel = {});

// SHA-256 of its model.safetensors, as sha256sum prints it. Throws core::Error.
std::string weightsSha256(const std::string& id, const core::Cancel& cancel = {});

// The paper's own numbers; the text is the whole file, for results that carry them along.
std::string paperTablesText();
core::PaperTables paperTables();

// The tokenizer all built-in models share.
core::Tokenizer builtinTokenizer();

// What evaluate found for the built-in models on the test book, as shipped beside them: perplexity by length.
struct ShippedCurve
{
    QString text; // what was read
    QVector<double> lengths;
    QVector<double> perplexities;
};
// Empty for models that are not built in.
ShippedCurve shippedCurve(const std::string& id);

// What the program starts with.
core::Setup startSetup();

} // namespace ui
