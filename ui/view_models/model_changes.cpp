// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/model_changes.h"

#include "core/position/alibi.h"
#include "ui/figure/plain_number.h"

#include <QCoreApplication>

namespace ui {
namespace {

QString changeText(const char* text) { return QCoreApplication::translate("ui::ModelChanges", text); }

ModelChange slopeChange(const core::Column& choice)
{
    const auto heads = static_cast<int>(choice.slopes.size());
    const std::vector<double> official = core::officialSlopes(heads);
    const auto is = [&](const char* preset) { return choice.slopes == core::slopePreset(preset, official); };
    QString text = changeText("slopes by hand");
    if (choice.slopes == official)
        text = changeText("official slopes");
    else if (is("equal"))
        text = changeText("equal slopes");
    else if (is("zero"))
        text = changeText("zero slopes");
    else if (is("reversed"))
        text = changeText("reversed slopes");
    else if (is("off_by_one"))
        text = changeText("off-by-one slopes");
    return {text, changeText("The slopes are not those the model was trained with; see the slopes panel.")};
}

QString timesText(const core::Json& scaling) { return plainNumber(scaling.value("factor", 1.0)); }

ModelChange scalingChange(const core::Json& scaling)
{
    const bool ntk = scaling.value("type", "") == "ntk";
    return {(ntk ? changeText("NTK-ALiBi ×%1") : changeText("position interpolation ×%1")).arg(timesText(scaling)),
            aboutSlopeScaling(ntk)};
}

ModelChange rotaryChange(const core::Json& scaling)
{
    const QString type = QString::fromStdString(scaling.value("rope_type", ""));
    const QString text = type == QLatin1String("yarn")  ? changeText("YaRN ×%1")
                         : type == QLatin1String("ntk") ? changeText("NTK-aware base ×%1")
                                                        : changeText("position interpolation ×%1");
    return {text.arg(timesText(scaling)), aboutRotaryScaling(type)};
}

// Everything but the slopes and the sinks, which belong to the window.
ModelChange changeOf(const std::string& key, const core::Json& value, const core::Json& sinks)
{
    if (value.is_null())
        return {changeText("no %1").arg(QString::fromStdString(key)), changeText("Taken back: the checkpoint has it.")};
    if (key == "alibi_scaling")
        return scalingChange(value);
    if (key == "rope_scaling" && value.is_object())
        return rotaryChange(value);
    if (key == "alibi_growth" && value == "exponential")
        return {changeText("exponential growth"), aboutExponentialGrowth()};
    if (key == "bias_factor")
        return {changeText("bias ×%1").arg(plainNumber(value.get<double>())), aboutBiasFactor()};
    if (key == "bias_divided_by_sqrt_d" && value == true)
        return {changeText("bias ÷ √d"), aboutDividedBias()};
    if (key == "attention_window") {
        const QString window = changeText("window %1").arg(value.get<long>());
        const long count = sinks.is_number_integer() ? sinks.get<long>() : 0;
        return {count == 0   ? window
                : count == 1 ? changeText("%1 + 1 sink").arg(window)
                             : changeText("%1 + %2 sinks").arg(window).arg(count),
                aboutWindow()};
    }
    return {QStringLiteral("%1 = %2").arg(QString::fromStdString(key), QString::fromStdString(value.dump()).left(40)),
            changeText("An option of the encoding.")};
}

} // namespace

core::Json optionOf(const core::Column& choice, const core::Checkpoint& checkpoint, const std::string& key)
{
    if (const auto changed = choice.options.find(key); changed != choice.options.end())
        return *changed;
    return checkpoint.model.config().encodingOptions.value(key, core::Json());
}

void setOption(core::Column& choice, const core::Checkpoint& checkpoint, const std::string& key,
               const core::Json& value, const core::Json& standard)
{
    const auto meant = [&](const core::Json& json) { return json.is_null() ? standard : json; };
    const core::Json own = checkpoint.model.config().encodingOptions.value(key, core::Json());
    if (meant(value) == meant(own))
        choice.options.erase(key);
    else
        choice.options[key] = meant(value) == standard ? core::Json() : value;
}

std::vector<double> slopesInForce(const core::Column& choice, const core::Checkpoint& checkpoint)
{
    const core::Json options = checkpoint.model.withEncodingOptions(choice.switches()).encoding().options();
    return core::scaledSlopes(options.at("alibi_slopes").get<std::vector<double>>(), options);
}

QVector<ModelChange> changesOf(const core::Column& choice, const core::Checkpoint& checkpoint)
{
    QVector<ModelChange> changes;
    if (!choice.slopes.empty())
        changes.append(slopeChange(choice));
    const core::Json window = optionOf(choice, checkpoint, "attention_window");
    const core::Json sinks = optionOf(choice, checkpoint, "attention_sinks");
    const bool otherWindow = choice.options.contains("attention_window") || choice.options.contains("attention_sinks");
    if (otherWindow)
        changes.append(window.is_null()
                           ? ModelChange{changeText("no window"), changeText("The checkpoint's own window is off.")}
                           : changeOf("attention_window", window, sinks));
    for (const auto& [key, value] : choice.options.items())
        if (key != "attention_window" && key != "attention_sinks")
            changes.append(changeOf(key, value, sinks));
    return changes;
}

QString aboutSlopeScaling(bool ntk)
{
    return ntk ? changeText("NTK-ALiBi: the steepest head keeps its slope, the flattest reaches the factor times as "
                            "far, those "
                            "between accordingly (keezen/ntk_alibi).")
               : changeText(
                     "Position interpolation: every slope is divided by the factor, as if all distances were that much "
                     "shorter (Al-Khateeb et al. 2023, arXiv 2310.13017).");
}

QString aboutRotaryScaling(const QString& type)
{
    if (type == QLatin1String("yarn"))
        return changeText(
            "YaRN: slow waves are slowed down by the factor, fast ones kept, and scores sharpened a little (Peng et "
            "al. 2023, arXiv 2309.00071).");
    if (type == QLatin1String("ntk"))
        return changeText(
            "NTK-aware base: a larger base slows the slowest wave down by the factor and keeps the fastest (bloc97 "
            "2023; Peng et al. 2023, arXiv 2309.00071, section 3.1).");
    return changeText(
        "Position interpolation: positions are divided by the factor before queries and keys are turned (Chen et "
        "al. 2023, arXiv 2306.15595).");
}

QString aboutExponentialGrowth()
{
    return changeText(
        "The penalty grows as e^(slope × distance) − 1 instead of slope × distance: ALiBi's near the query, soon a "
        "hard edge. The paper's authors tried exponential growth and found linear best.");
}

QString aboutBiasFactor() { return changeText("What the encoding adds to the scores is multiplied by this factor."); }

QString aboutDividedBias()
{
    return changeText(
        "The bias is divided by √(head width) like q·k: a common mistake. The paper's bias is not scaled (Press et "
        "al. 2022, arXiv 2108.12409, footnote 10).");
}

QString aboutWindow()
{
    return changeText(
        "A query sees only the keys fewer than so many tokens back, and the first ones of the text, the sinks, at "
        "any distance (Beltagy et al. 2020, arXiv 2004.05150; Xiao et al. 2024, arXiv 2309.17453).");
}

} // namespace ui
