// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/switches.h"

#include "core/position/alibi.h"
#include "core/position/slope_rules.h"
#include "core/position/switches.h"
#include "ui/figure/heads_text.h"
#include "ui/figure/plain_number.h"
#include "ui/language/words.h"

#include <QCoreApplication>

#include <utility>

namespace ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("ui::Switches", text); }

ShownSwitch shownSlopes(const core::Column& column)
{
    const std::vector<double> official = core::officialSlopes(static_cast<int>(column.slopes.size()));
    QString text = tr("slopes by hand");
    for (const core::SlopeRule& rule : core::slopeRules())
        if (!rule.drawn && column.slopes == rule.make(official, 0)) {
            text = words(rule.badge);
            break;
        }
    return {text, tr("The slopes are not those the model was trained with; see the slopes panel.")};
}

QString numberText(const core::Json& value)
{
    return value.is_number() ? plainNumber(value.get<double>()) : QString::fromStdString(value.dump()).left(40);
}

constexpr std::size_t kMostNamed = 4; // heads in a badge; more are counted

QString headSetText(const core::Json& value)
{
    const std::vector<core::HeadPlace> heads = core::headsIn(value);
    if (heads.size() == 1)
        return tr("layer %1 head %2").arg(heads.front().layer).arg(heads.front().head);
    return heads.size() <= kMostNamed ? tr("heads %1").arg(headsText(heads)) : tr("%1 heads").arg(heads.size());
}

// The badge with the value in its place; without a badge the label and the value.
QString badgeText(std::string_view badge, std::string_view label, const QString& value)
{
    return badge.empty() ? tr("%1: %2").arg(words(label), value) : words(badge).replace(QLatin1String("{}"), value);
}

// Its choice among those of a Word or an Object; none: null.
const core::OptionChoice* choiceOf(const core::Option& option, const core::Json& value)
{
    const core::Json word = option.kind == core::OptionKind::Object && value.is_object()
                                ? value.value(std::string(option.typeKey), core::Json())
                                : value;
    for (const core::OptionChoice& choice : option.choices)
        if (word.is_string() && word.get_ref<const std::string&>() == choice.word)
            return &choice;
    return nullptr;
}

} // namespace

ShownSwitch shownSwitch(const core::Option& option, const core::Json& value)
{
    const core::OptionChoice* choice = choiceOf(option, value);
    const QString about = words(choice != nullptr && !choice->about.empty() ? choice->about : option.about);
    if (option.kind == core::OptionKind::HeadSet)
        return {value.empty() ? tr("all heads on") : badgeText(option.badge, option.label, headSetText(value)), about};
    if (value.is_null() || value == core::Json(false))
        return {tr("%1: off").arg(words(option.label)), about};
    if (choice == nullptr)
        return {badgeText(option.badge, option.label, numberText(value)), about};
    const QString first = choice->fields.empty()
                              ? QString()
                              : numberText(value.value(std::string(choice->fields.front().key), core::Json()));
    return {choice->badge.empty() ? tr("%1: %2").arg(words(option.label), words(choice->label))
                                  : words(choice->badge).replace(QLatin1String("{}"), first),
            about};
}

QVector<ShownSwitch> switchesOf(const core::Column& column, const core::Checkpoint& checkpoint)
{
    QVector<ShownSwitch> all;
    if (!column.slopes.empty())
        all.append(shownSlopes(column));
    for (const core::Option* option : core::optionsOf(checkpoint.model.config().encoding))
        if (column.options.contains(option->key))
            all.append(shownSwitch(*option, optionInForce(column, checkpoint, *option)));
    return all;
}

QStringList trainedWith(const core::Checkpoint& checkpoint)
{
    QStringList all;
    const core::ModelConfig& config = checkpoint.model.config();
    for (const core::Option* option : core::optionsOf(config.encoding))
        if (const auto own = config.encodingOptions.find(std::string(option->key));
            own != config.encodingOptions.end() && *own != option->standard)
            all.append(shownSwitch(*option, *own).text);
    return all;
}

core::Json optionInForce(const core::Column& column, const core::Checkpoint& checkpoint, const core::Option& option)
{
    const std::string key(option.key);
    core::Json value;
    if (const auto set = column.options.find(key); set != column.options.end())
        value = *set;
    else
        value = checkpoint.model.config().encodingOptions.value(key, core::Json());
    return value.is_null() ? option.standard : value;
}

void setOption(core::Column& column, const core::Checkpoint& checkpoint, const core::Option& option,
               const core::Json& value)
{
    const std::string key(option.key);
    const auto meant = [&](const core::Json& json) { return json.is_null() ? option.standard : json; };
    const core::Json own = checkpoint.model.config().encodingOptions.value(key, core::Json());
    if (meant(value) == meant(own))
        column.options.erase(key);
    else
        column.options[key] = meant(value) == option.standard ? core::Json() : value;
    if (!meant(value).is_null())
        return;
    for (const core::Option* other : core::optionsOf(checkpoint.model.config().encoding))
        if (other->needs == option.key)
            setOption(column, checkpoint, *other, nullptr);
}

std::vector<double> ownSlopes(const core::Checkpoint& checkpoint)
{
    return checkpoint.model.encoding().slopes(checkpoint.model.parameters().encodingTensors());
}

std::vector<double> slopesOf(const core::Column& column, const core::Checkpoint& checkpoint)
{
    return column.slopes.empty() ? ownSlopes(checkpoint) : column.slopes;
}

void setSlopes(core::Column& column, const core::Checkpoint& checkpoint, std::vector<double> slopes)
{
    if (slopes == ownSlopes(checkpoint))
        slopes.clear();
    column.slopes = std::move(slopes);
}

std::vector<double> slopesInForce(const core::Column& column, const core::Checkpoint& checkpoint)
{
    const core::Transformer<float> model = checkpoint.model.withEncodingOptions(column.switches());
    return core::scaledSlopes(model.encoding().slopes(model.parameters().encodingTensors()),
                              model.encoding().options());
}

} // namespace ui
