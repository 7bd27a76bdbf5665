// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/model_facts.h"

#include "core/base/number_text.h"
#include "core/base/words.h"
#include "core/position/registry.h"
#include "ui/library/library.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace ui {
namespace {

QString words(const char* text) { return QCoreApplication::translate("ui::ModelFacts", text); }

QString plain(const std::string& text) { return QString::fromStdString(text); }

QString number(double value, int digits = 4) { return plain(core::plainNumber(value, digits)); }

// Facts with what is missing said so.
class Group
{
public:
    explicit Group(const char* title)
        : m_group{words(title), {}}
    {}

    void add(const char* key, const char* name, const QString& value, core::OrderedJson data)
    {
        m_group.facts.append({key, words(name), value, std::move(data)});
    }
    template <typename T>
    void addIf(const char* key, const char* name, const std::optional<T>& value, const QString& inWords)
    {
        value ? add(key, name, inWords, *value) : addMissing(key, name);
    }
    void addText(const char* key, const char* name, const std::string& value)
    {
        value.empty() ? addMissing(key, name) : add(key, name, plain(value), value);
    }
    void addMissing(const char* key, const char* name) { add(key, name, words("not recorded"), nullptr); }

    ModelFactGroup take() { return std::move(m_group); }

private:
    ModelFactGroup m_group;
};

QString placeOf(const std::string& id)
{
    if (id.starts_with(kBuiltin))
        return words("inside the program, as %1").arg(plain(id));
    if (id.starts_with(kLive))
        return words("trained in this window; no file holds it");
    return plain(id);
}

ModelFactGroup encodingFacts(const core::ModelConfig& config, const core::Transformer<float>& model)
{
    const auto& entry = core::encodingById<float>(config.encoding);
    Group group(QT_TRANSLATE_NOOP("ui::ModelFacts", "Position encoding"));
    group.add("encoding", QT_TRANSLATE_NOOP("ui::ModelFacts", "Encoding"), plain(core::translated(entry.label)),
              config.encoding);
    group.add("encoding_about", QT_TRANSLATE_NOOP("ui::ModelFacts", "What it does"),
              plain(core::translated(entry.about)), std::string(entry.about));
    group.add("encoding_source", QT_TRANSLATE_NOOP("ui::ModelFacts", "Published in"),
              plain(core::translated(entry.source)), std::string(entry.source));
    QStringList options;
    for (const auto& [key, value] : config.encodingOptions.items())
        options.append(plain(key + " = " + value.dump()));
    group.add("encoding_options", QT_TRANSLATE_NOOP("ui::ModelFacts", "Options"),
              options.isEmpty() ? words("the standard ones") : options.join(QStringLiteral(", ")),
              config.encodingOptions);
    const core::Index longest = model.encoding().longestInput();
    const bool any = longest == std::numeric_limits<core::Index>::max();
    group.add("longest_input", QT_TRANSLATE_NOOP("ui::ModelFacts", "Longest input"),
              any ? words("no limit") : words("%1 tokens").arg(longest),
              any ? core::OrderedJson("no limit") : core::OrderedJson(longest));
    return group.take();
}

ModelFactGroup sizeFacts(const core::Checkpoint& checkpoint)
{
    const core::ModelConfig& config = checkpoint.model.config();
    Group group(QT_TRANSLATE_NOOP("ui::ModelFacts", "Size"));
    const auto add = [&](const char* key, const char* name, core::Index count, const QString& value = {}) {
        group.add(key, name, value.isEmpty() ? QString::number(count) : value, count);
    };
    add("parameters", QT_TRANSLATE_NOOP("ui::ModelFacts", "Parameters"), checkpoint.model.parameters().layout().size());
    add("layers", QT_TRANSLATE_NOOP("ui::ModelFacts", "Layers"), config.layers);
    add("heads", QT_TRANSLATE_NOOP("ui::ModelFacts", "Heads per layer"), config.heads,
        words("%1, each %2 wide").arg(config.heads).arg(config.headWidth()));
    add("width", QT_TRANSLATE_NOOP("ui::ModelFacts", "Width"), config.width);
    add("feed_forward_width", QT_TRANSLATE_NOOP("ui::ModelFacts", "Feed-forward width"), config.feedForwardWidth);
    group.add("activation", QT_TRANSLATE_NOOP("ui::ModelFacts", "Activation"),
              plain(std::string(idOf(config.activation))), std::string(idOf(config.activation)));
    add("vocabulary", QT_TRANSLATE_NOOP("ui::ModelFacts", "Vocabulary"), config.vocabularySize,
        (checkpoint.tokenizer ? words("%1 tokens")
                              : words("%1 tokens; without a tokenizer, so it reads token ids only"))
            .arg(config.vocabularySize));
    group.add("tied_head", QT_TRANSLATE_NOOP("ui::ModelFacts", "Output layer"),
              config.tiedHead ? words("the embedding again") : words("a matrix of its own"), config.tiedHead);
    return group.take();
}

QString textOf(const core::TrainingRecord& training)
{
    QStringList names;
    for (const std::string& text : training.texts)
        names.append(plain(text));
    const QString list = names.join(QStringLiteral(", "));
    return training.cleaned ? words("%1; cleaned as books").arg(list) : list;
}

QString textSizeOf(const core::TrainingRecord& training)
{
    QStringList sizes;
    if (training.bytes)
        sizes.append(words("%1 bytes").arg(*training.bytes));
    if (training.tokens)
        sizes.append(words("%1 tokens").arg(*training.tokens));
    if (training.heldOutTokens)
        sizes.append(words("%1 more held out").arg(*training.heldOutTokens));
    return sizes.join(QStringLiteral(", "));
}

QString stepsOf(const core::TrainingRecord& training)
{
    if (training.steps && training.plannedSteps && *training.steps < *training.plannedSteps)
        return words("%1 of %2 planned").arg(*training.steps).arg(*training.plannedSteps);
    return QString::number(training.steps ? *training.steps : *training.plannedSteps);
}

QString rateOf(const core::TrainingRecord& training)
{
    if (training.learningRate) {
        const QString rate = number(*training.learningRate);
        if (training.warmup && training.finalRate)
            return words("%1 after %2 steps of warm-up, then falling to %3 of it")
                .arg(rate)
                .arg(*training.warmup)
                .arg(plain(core::percentText(*training.finalRate)));
        return rate;
    }
    QStringList rates;
    for (const core::RateChange& change : training.rates)
        rates.append(words("%1 from step %2 on").arg(number(change.rate)).arg(change.step));
    return rates.join(QStringLiteral(", "));
}

core::OrderedJson rateData(const core::TrainingRecord& training)
{
    if (training.learningRate)
        return *training.learningRate;
    core::OrderedJson rates;
    for (const core::RateChange& change : training.rates)
        rates.push_back({{"step", change.step}, {"rate", change.rate}});
    return rates;
}

ModelFactGroup trainingFacts(const core::ModelConfig& config, const core::TrainingRecord& training)
{
    Group group(QT_TRANSLATE_NOOP("ui::ModelFacts", "Training"));
    if (!training.trouble.empty())
        group.add("trouble", QT_TRANSLATE_NOOP("ui::ModelFacts", "Not readable"), plain(training.trouble),
                  training.trouble);
    group.add("training_length", QT_TRANSLATE_NOOP("ui::ModelFacts", "Training length"),
              words("%1 tokens").arg(config.trainingLength), config.trainingLength);
    const auto addWhere = [&](bool known, const char* key, const char* name, const QString& value,
                              core::OrderedJson data) {
        known ? group.add(key, name, value, std::move(data)) : group.addMissing(key, name);
    };
    addWhere(!training.texts.empty(), "training_text", QT_TRANSLATE_NOOP("ui::ModelFacts", "Training text"),
             textOf(training), training.texts);
    const QString size = textSizeOf(training);
    addWhere(!size.isEmpty(), "training_text_size", QT_TRANSLATE_NOOP("ui::ModelFacts", "Its size"), size,
             {{"bytes", training.bytes ? core::OrderedJson(*training.bytes) : core::OrderedJson()},
              {"tokens", training.tokens ? core::OrderedJson(*training.tokens) : core::OrderedJson()}});
    const bool counted = training.steps || training.plannedSteps;
    const std::int64_t steps = training.steps.value_or(training.plannedSteps.value_or(0));
    addWhere(counted, "steps", QT_TRANSLATE_NOOP("ui::ModelFacts", "Steps"), counted ? stepsOf(training) : QString(),
             steps);
    const bool sized = training.batch && training.length;
    addWhere(sized, "batch", QT_TRANSLATE_NOOP("ui::ModelFacts", "Each step"),
             sized ? words("%1 sequences of %2 tokens").arg(*training.batch).arg(*training.length) : QString(),
             sized ? core::OrderedJson(*training.batch) : core::OrderedJson());
    addWhere(training.learningRate || !training.rates.empty(), "learning_rate",
             QT_TRANSLATE_NOOP("ui::ModelFacts", "Learning rate"), rateOf(training), rateData(training));
    group.addIf("weight_decay", QT_TRANSLATE_NOOP("ui::ModelFacts", "Weight decay"), training.weightDecay,
                number(training.weightDecay.value_or(0.0)));
    group.addIf("seed", QT_TRANSLATE_NOOP("ui::ModelFacts", "Seed"), training.seed,
                QString::number(training.seed.value_or(0)));
    group.addText("tokenizer", QT_TRANSLATE_NOOP("ui::ModelFacts", "Tokenizer"), training.tokenizer);
    group.addText("program", QT_TRANSLATE_NOOP("ui::ModelFacts", "Trained by"), training.program);
    group.addText("command", QT_TRANSLATE_NOOP("ui::ModelFacts", "Command"), training.command);
    return group.take();
}

// At the training length, at eight times that, and at the longest that was measured.
QString perplexityText(const ShippedCurve& curve, int trainingLength)
{
    QStringList places;
    for (qsizetype i = 0; i < curve.lengths.size(); ++i) {
        const double length = curve.lengths[i];
        if (length == trainingLength || length == 8.0 * trainingLength || i + 1 == curve.lengths.size())
            places.append(words("%1 at %2").arg(number(curve.perplexities[i])).arg(number(length)));
    }
    return words("%1 tokens, on %2").arg(places.join(QStringLiteral(", ")), curve.text);
}

ModelFactGroup predictionFacts(const std::string& id, const core::ModelConfig& config,
                               const core::TrainingRecord& training)
{
    Group group(QT_TRANSLATE_NOOP("ui::ModelFacts", "How well it predicts"));
    const ShippedCurve curve = shippedCurve(id);
    core::OrderedJson measured;
    for (qsizetype i = 0; i < curve.lengths.size(); ++i)
        measured.push_back({{"length", curve.lengths[i]}, {"perplexity", curve.perplexities[i]}});
    curve.lengths.isEmpty()
        ? group.addMissing("test_perplexity", QT_TRANSLATE_NOOP("ui::ModelFacts", "Test perplexity"))
        : group.add("test_perplexity", QT_TRANSLATE_NOOP("ui::ModelFacts", "Test perplexity"),
                    perplexityText(curve, config.trainingLength), std::move(measured));
    const char* name = QT_TRANSLATE_NOOP("ui::ModelFacts", "Validation perplexity");
    if (!training.validation) {
        group.addMissing("validation_perplexity", name);
        return group.take();
    }
    const QString value =
        words("%1 after %2 steps").arg(number(training.validation->perplexity)).arg(training.validation->step);
    group.add("validation_perplexity", name,
              training.validationFile.empty() ? value : words("%1, on %2").arg(value, plain(training.validationFile)),
              training.validation->perplexity);
    return group.take();
}

ModelFactGroup fileFacts(const std::string& id, const core::Checkpoint& checkpoint, const std::string& sha256)
{
    Group group(QT_TRANSLATE_NOOP("ui::ModelFacts", "File"));
    group.add("model", QT_TRANSLATE_NOOP("ui::ModelFacts", "Where from"), placeOf(id), id);
    group.add("hash", QT_TRANSLATE_NOOP("ui::ModelFacts", "Hash in results"), plain(checkpoint.hash), checkpoint.hash);
    if (sha256.empty())
        group.add("sha256", QT_TRANSLATE_NOOP("ui::ModelFacts", "SHA-256"), words("none: no file holds the weights"),
                  nullptr);
    else
        group.add("sha256", QT_TRANSLATE_NOOP("ui::ModelFacts", "SHA-256"), plain(sha256), sha256);
    return group.take();
}

QString titleOf(const std::string& id, const core::Checkpoint& checkpoint)
{
    if (!id.starts_with(kBuiltin) && !id.starts_with(kLive))
        return plain(checkpoint.name);
    const core::ModelConfig& config = checkpoint.model.config();
    return modelTitle(config.encoding, config.trainingLength);
}

} // namespace

const ModelFact* ModelFacts::find(std::string_view key) const
{
    for (const ModelFactGroup& group : groups)
        for (const ModelFact& fact : group.facts)
            if (fact.key == key)
                return &fact;
    return nullptr;
}

QString ModelFacts::text() const
{
    qsizetype width = 0;
    for (const ModelFactGroup& group : groups)
        for (const ModelFact& fact : group.facts)
            width = std::max(width, fact.name.size());
    QString all = title + QLatin1Char('\n');
    for (const ModelFactGroup& group : groups) {
        all += QLatin1Char('\n') + group.title + QLatin1Char('\n');
        for (const ModelFact& fact : group.facts)
            all += QStringLiteral("  ") + fact.name.leftJustified(width + 2) + fact.value + QLatin1Char('\n');
    }
    return all;
}

core::OrderedJson ModelFacts::json() const
{
    core::OrderedJson all = core::OrderedJson::object();
    for (const ModelFactGroup& group : groups)
        for (const ModelFact& fact : group.facts)
            all[fact.key] = fact.data;
    return all;
}

ModelFacts modelFacts(const std::string& id, const core::Checkpoint& checkpoint, const std::string& sha256)
{
    const core::ModelConfig& config = checkpoint.model.config();
    return {titleOf(id, checkpoint),
            {encodingFacts(config, checkpoint.model), sizeFacts(checkpoint), trainingFacts(config, checkpoint.training),
             predictionFacts(id, config, checkpoint.training), fileFacts(id, checkpoint, sha256)}};
}

ModelFacts readModelFacts(const std::string& id, const core::Cancel& cancel)
{
    const bool folder = !id.starts_with(kBuiltin) && !id.starts_with(kLive);
    const std::string place = folder ? core::checkpointFolder(id).string() : id;
    const auto checkpoint = loadModel(place, cancel);
    return modelFacts(place, *checkpoint, weightsSha256(place, cancel));
}

} // namespace ui
