// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/library.h"

#include "core/base/error.h"
#include "core/base/json_reader.h"
#include "core/base/shortened.h"
#include "core/base/words.h"
#include "core/position/registry.h"
#include "core/study/results.h"
#include "core/text/text_reader.h"
#include "ui/library/resource.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace ui {
namespace {

// Splits an id into the model itself and its switches.
std::pair<std::string, std::string> parted(const std::string& id)
{
    const std::size_t mark = id.find("?{");
    return {id.substr(0, mark), mark == std::string::npos ? std::string() : id.substr(mark + 1)};
}

bool isBuiltin(const std::string& id) { return id.starts_with(kBuiltin); }

QString builtinFolder(const std::string& id)
{
    return QStringLiteral("models/") + QString::fromStdString(id.substr(kBuiltin.size())) + QLatin1Char('/');
}

// Cut at the end of a line or word, so that the last token is not half a word (nor half a character).
std::string firstPart(std::string text)
{
    if (text.size() <= kLargestReadBytes)
        return text;
    const std::size_t end = text.find_last_of(" \n", kLargestReadBytes);
    std::size_t cut = end == std::string::npos ? kLargestReadBytes : end;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U)
        --cut;
    text.resize(cut);
    return text;
}

// By model id.
std::map<std::string, ShippedCurve> readShippedCurves()
{
    std::map<std::string, ShippedCurve> curves;
    for (const QString& name :
         QDir(insidePath(QStringLiteral("models"))).entryList({QStringLiteral("extrapolation-*.json")})) {
        const core::StudyResults results = core::StudyResults::fromJson(
            core::parseOrderedJson(resource(QStringLiteral("models/") + name).toStdString(), name.toStdString()),
            name.toStdString());
        for (const core::Measurement& measurement : results.measurements) {
            ShippedCurve& curve = curves[std::string(kBuiltin) + results.models[measurement.model].id];
            curve.text = QString::fromStdString(results.input.value("source", std::string()));
            curve.lengths.append(static_cast<double>(measurement.length));
            curve.perplexities.append(measurement.value("perplexity"));
        }
    }
    return curves;
}

} // namespace

QVector<PassageInfo> passages()
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("ui::Library", text); };
    return {{QStringLiteral("lighthouse"), tr("The Lamp at Sallow Point"),
             tr("A story whose names and things return after hundreds of words")},
            {QStringLiteral("market"), tr("The Year at Thornbridge"), tr("A market town described month by month")},
            {QStringLiteral("expedition"), tr("The Expedition to Aunt Lavinia"), tr("A family comedy in dialogue")}};
}

PassageInfo allPassages()
{
    return {QStringLiteral("all"), QCoreApplication::translate("ui::Library", "All three passages"),
            QCoreApplication::translate("ui::Library", "One after another, for lengths up to 18,000 tokens")};
}

QVector<PassageInfo> passagesAndAll() { return passages() + QVector<PassageInfo>{allPassages()}; }

namespace {

std::string passageText(const QString& id)
{
    if (id != allPassages().id)
        return resource(QStringLiteral("texts/") + id + QStringLiteral(".txt")).toStdString();
    std::string text;
    for (const PassageInfo& passage : passages())
        text += (text.empty() ? "" : "\n\n") + passageText(passage.id);
    return text;
}

std::string idsOf(const QVector<PassageInfo>& passages)
{
    QStringList ids;
    for (const PassageInfo& passage : passages)
        ids.append(passage.id);
    return ids.join(QStringLiteral(", ")).toStdString();
}

} // namespace

std::shared_ptr<const ReadText> loadText(const core::TextChoice& choice, const core::Cancel& cancel)
{
    ReadText read;
    if (choice.kind == core::TextKind::Passage) {
        const auto known = passagesAndAll();
        const auto found = std::find_if(known.begin(), known.end(),
                                        [&](const PassageInfo& p) { return p.id.toStdString() == choice.value; });
        if (found == known.end())
            throw core::error("There is no passage \"{}\" in this program; there are {}.", choice.value.string(),
                              idsOf(known));
        read.title = found->title;
        read.text = passageText(found->id);
    } else if (choice.kind == core::TextKind::Typed) {
        read.title = QCoreApplication::translate("ui::Library", "Typed text");
        read.text = core::checkedText(choice.value, core::translated("the typed text"), cancel);
    } else {
        read.title = QFileInfo(QString::fromStdString(choice.value)).fileName();
        read.text = choice.inside.empty() ? core::readTextFile(choice.value.string(), core::largestTextFile,
                                                               core::Streams::Refuse, cancel)
                                          : core::checkedText(choice.inside, choice.value.string(), cancel);
    }
    if (read.text.find_first_not_of(" \t\n") == std::string::npos)
        throw choice.kind == core::TextKind::File
            ? core::error("{} holds no text; there is nothing to read.", choice.value.string())
            : core::error("The text holds no words; there is nothing to read.");
    read.cut = read.text.size() > kLargestReadBytes;
    read.text = firstPart(std::move(read.text));
    return std::make_shared<const ReadText>(std::move(read));
}

QString modelTitle(const std::string& encoding, int trainingLength)
{
    const std::string name = core::translated(core::encodingById<float>(encoding).label);
    return QCoreApplication::translate("ui::Library", "%1, trained at %2")
        .arg(QString::fromStdString(name))
        .arg(trainingLength);
}

QVector<BuiltinModel> builtinModels()
{
    QVector<BuiltinModel> models;
    const core::Json list =
        core::parseJson(resource(QStringLiteral("models/models.json")).toStdString(), "models.json");
    for (const core::Json& model : list) {
        const std::string id = std::string(kBuiltin) + model["name"].get<std::string>();
        const core::Json config =
            core::parseJson(resource(builtinFolder(id) + QStringLiteral("config.json")).toStdString(), id);
        const auto encoding = config.at("position_encoding").get<std::string>();
        const auto length = config.at("training_length").get<int>();
        models.append(
            {QString::fromStdString(id), modelTitle(encoding, length), QString::fromStdString(encoding), length});
    }
    QStringList encodings; // in the file's order, each one's models together
    for (const BuiltinModel& model : models)
        if (!encodings.contains(model.encoding))
            encodings.append(model.encoding);
    std::ranges::stable_sort(models, {}, [&](const BuiltinModel& model) { return encodings.indexOf(model.encoding); });
    return models;
}

std::string switchedModelId(const core::Column& choice)
{
    const core::Json switches = choice.switches();
    return switches.empty() ? choice.model : choice.model + "?" + switches.dump();
}

std::shared_ptr<const core::Checkpoint> withSwitches(std::shared_ptr<const core::Checkpoint> model,
                                                     const std::string& id)
{
    const std::string switches = parted(id).second;
    if (switches.empty())
        return model;
    const std::string name = core::shortened(id);
    core::Json options;
    try {
        options = core::parseJson(switches, name);
    } catch (const core::JsonSyntaxError&) { // left null
    }
    if (!options.is_object())
        throw core::error("{}: what follows the \"?\" must be a JSON object with encoding options.", name);
    auto switched = std::make_shared<core::Checkpoint>(*model);
    switched->model = model->model.withEncodingOptions(options);
    return switched;
}

std::shared_ptr<const core::Checkpoint> loadModel(const std::string& id, const core::Cancel& cancel)
{
    if (const std::string base = parted(id).first; base != id)
        return withSwitches(loadModel(base, cancel), id);
    if (id.starts_with(kLive))
        throw core::error("The model \"{}\" was being trained in a window and was not saved, so it is gone; save a run "
                          "in the Train panel and open that folder.",
                          id);
    if (!isBuiltin(id))
        return core::loadCheckpoint(id, cancel);
    const QString folder = builtinFolder(id);
    if (id.find('/') != std::string::npos || !hasResource(folder + QStringLiteral("config.json"))) {
        std::vector<std::string> names;
        for (const BuiltinModel& model : builtinModels())
            names.push_back(model.id.toStdString().substr(kBuiltin.size()));
        throw core::error("There is no model \"{}\" in this program; there are {}.", id.substr(kBuiltin.size()),
                          fmt::join(names, ", "));
    }
    return core::parseCheckpoint(id.substr(kBuiltin.size()),
                                 resource(folder + QStringLiteral("config.json")).toStdString(),
                                 resource(folder + QStringLiteral("model.safetensors")).toStdString(),
                                 resource(folder + QStringLiteral("tokenizer.json")).toStdString(),
                                 resource(folder + QStringLiteral("training.json")).toStdString());
}

std::string weightsSha256(const std::string& wholeId, const core::Cancel& cancel)
{
    const std::string id = parted(wholeId).first;
    const QString name = QStringLiteral("model.safetensors");
    QFile file(isBuiltin(id) ? insidePath(builtinFolder(id) + name)
                             : QString::fromStdString(id) + QLatin1Char('/') + name);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    constexpr qint64 atOnce = 1 << 20;
    bool good = file.open(QIODevice::ReadOnly);
    while (good && !file.atEnd()) {
        core::throwIfCancelled(cancel);
        const QByteArray piece = file.read(atOnce);
        good = !piece.isEmpty();
        hash.addData(piece);
    }
    if (!good)
        throw core::error("{}: the file cannot be read.", file.fileName().toStdString());
    return hash.result().toHex().toStdString();
}

std::string paperTablesText() { return resource(QStringLiteral("paper/tables.json")).toStdString(); }

core::PaperTables paperTables() { return core::PaperTables::parse(paperTablesText()); }

core::Tokenizer builtinTokenizer()
{
    return core::Tokenizer::fromJson(resource(QStringLiteral("models/alibi-64/tokenizer.json")).toStdString(),
                                     core::translated("the program's tokenizer.json"));
}

ShippedCurve shippedCurve(const std::string& id)
{
    static const std::map<std::string, ShippedCurve> curves = readShippedCurves();
    const auto found = curves.find(id);
    return found == curves.end() ? ShippedCurve{} : found->second;
}

core::Setup startSetup()
{
    core::Setup setup;
    setup.columns = {{"builtin:alibi-64", {}}, {"builtin:sinusoidal-64", {}}};
    setup.text = {core::TextKind::Passage, "lighthouse"};
    setup.length = 512;
    setup.view.layer = 1;
    setup.view.head = 3;
    return setup;
}

} // namespace ui
